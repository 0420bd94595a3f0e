/** What peers ask for, and whom a torrent serves. */
package io.peerwright.overlay.bittorrent.upload;
