/** What a peer's torrents have done together, in figures. */
package io.peerwright.overlay.bittorrent.stats;
