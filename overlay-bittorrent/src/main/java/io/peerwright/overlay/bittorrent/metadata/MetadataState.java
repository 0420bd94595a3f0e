package io.peerwright.overlay.bittorrent.metadata;

/** How it stands with a peer and the description. */
public final class MetadataState {

  /** It does not give what it says it has. */
  boolean refused;

  /** How often it has asked. */
  int served;

  /** Nothing yet. */
  public MetadataState() {}
}
