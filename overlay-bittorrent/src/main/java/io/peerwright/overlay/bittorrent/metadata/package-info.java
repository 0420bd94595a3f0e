/** The description of a torrent from peers and for peers (BEP 9). */
package io.peerwright.overlay.bittorrent.metadata;
