package io.peerwright.overlay.hybrid.wire;

/**
 * A message that breaks the protocol. The text is what a server answers. Carries no stack trace:
 * strangers can cause it as often as they like.
 */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  /** With the text that servers answer to most malformed messages. */
  public MalformedException() {
    this("parameters are unparsable");
  }

  /** With a text for the sender. */
  public MalformedException(String message) {
    super(message, null, false, false);
  }
}
