package io.peerwright.samples.cli;

/** Something that the person at the keyboard can mend; the message says what and how. */
final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UserException(String message) {
    super(message);
  }
}
