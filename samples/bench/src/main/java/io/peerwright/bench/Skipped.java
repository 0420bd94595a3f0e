package io.peerwright.bench;

/** A benchmark cannot be run on this machine; the message says what it needs. */
final class Skipped extends Exception {

  private static final long serialVersionUID = 1;

  Skipped(String needs) {
    super(needs);
  }
}
