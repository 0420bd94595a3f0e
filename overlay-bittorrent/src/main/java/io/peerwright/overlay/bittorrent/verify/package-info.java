/** Blocks that have come on their way to the disk, and what is there already. */
package io.peerwright.overlay.bittorrent.verify;
