/** The turns of a peer's loop. */
package io.peerwright.overlay.bittorrent.turns;
