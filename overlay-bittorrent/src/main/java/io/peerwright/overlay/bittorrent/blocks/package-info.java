/** The pieces of a torrent, what of them is here and under way, and the memory for that. */
package io.peerwright.overlay.bittorrent.blocks;
