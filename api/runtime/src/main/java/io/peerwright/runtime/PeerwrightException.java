package io.peerwright.runtime;

/** Something that an application asked for cannot be done; the message says what, where and why. */
public class PeerwrightException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PeerwrightException(String message) {
    super(message);
  }

  PeerwrightException(String message, Throwable cause) {
    super(message, cause);
  }
}
