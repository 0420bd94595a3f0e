/** What the torrents of one peer share. */
package io.peerwright.overlay.bittorrent.resources;
