package io.peerwright.overlay.bittorrent.pex;

/** What a peer was told of other peers, and what it told. */
public final class PexState {

  long heardAt;
  long saidAt;
  int early;
  long comings;
  long goings;

  /** Nothing yet. */
  public PexState() {}
}
