package io.peerwright.overlay.gnutella.wire;

/**
 * Bytes that break the protocol. Carries no stack trace: strangers can cause it as often as they
 * like.
 */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * Creates it.
   *
   * @param message what is wrong with the bytes, in words for a person
   */
  public MalformedException(String message) {
    super(message, null, false, false);
  }
}
