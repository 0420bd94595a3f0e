package io.peerwright.overlay.bittorrent.wire;

/** A peer broke the protocol. Costs its connection, nothing else. */
public final class WireException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Creates it.
   *
   * @param message what the peer did, in words for a person
   */
  public WireException(String message) {
    super(message, null, false, false);
  }
}
