package io.peerwright.kit.http;

import java.io.IOException;

/** What the other side said is not HTTP, or not within the limits. */
public final class HttpException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates it.
   *
   * @param status what a server answers to it, such as 400
   * @param message says what was wrong
   */
  public HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What a server answers to it. */
  public int status() {
    return status;
  }
}
