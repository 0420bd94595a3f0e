/** One torrent at work: who is connected, who is served, what is asked for. */
package io.peerwright.overlay.bittorrent.swarm;
