/** Whom a torrent hears of, and whom it connects to. */
package io.peerwright.overlay.bittorrent.peers;
