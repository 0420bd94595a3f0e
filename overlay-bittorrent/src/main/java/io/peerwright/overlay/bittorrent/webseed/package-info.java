/** Servers that have the content of a torrent, too (BEP 19). */
package io.peerwright.overlay.bittorrent.webseed;
