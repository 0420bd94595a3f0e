/** Which piece comes next, as pure functions. */
package io.peerwright.overlay.bittorrent.pieces;
