package io.peerwright.samples.cli;

import java.util.List;

/** Something that the person at the keyboard can mend; the message says what and how. */
final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<String> details;

  UserException(String message) {
    this(message, List.of());
  }

  /** With a list below the message, each on a line of its own. */
  UserException(String message, List<String> details) {
    super(message);
    this.details = List.copyOf(details);
  }

  List<String> details() {
    return details;
  }
}
