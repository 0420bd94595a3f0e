/** Whom to serve: tit for tat and its alternatives, as pure functions. */
package io.peerwright.overlay.bittorrent.choking;
