package io.peerwright.api;

import java.io.IOException;

/** A failure that a program can tell by its reason and a person by its message. */
public final class OverlayException extends IOException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * Creates it.
   *
   * @param message says what was wrong, where, and what to do
   */
  public OverlayException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** As the other, keeping what led to it. */
  public OverlayException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
