/** Peers tell each other of peers (BEP 11). */
package io.peerwright.overlay.bittorrent.pex;
