/** The encoding that everything in BitTorrent is written in, but the peer wire (BEP 3). */
package io.peerwright.overlay.bittorrent.bencode;
