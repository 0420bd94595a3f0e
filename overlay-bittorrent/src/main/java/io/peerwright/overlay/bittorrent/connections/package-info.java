/** Whom a torrent is connected to, and whom it tries. */
package io.peerwright.overlay.bittorrent.connections;
