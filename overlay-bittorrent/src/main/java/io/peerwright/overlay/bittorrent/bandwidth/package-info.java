/** Keeps content within the limits. */
package io.peerwright.overlay.bittorrent.bandwidth;
