package io.peerwright.overlay.bittorrent.swarm;

/** Where a torrent stands. */
enum Phase {
  /** Only its name is known. */
  NAMED,
  /** What is on the disk is being checked. */
  CHECKING,
  /** It exchanges pieces. */
  ACTIVE,
  PAUSED,
  FAILED,
  CLOSED
}
