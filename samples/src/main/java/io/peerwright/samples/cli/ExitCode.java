package io.peerwright.samples.cli;

/** What the program ends with; 0 if all was done. */
final class ExitCode {

  /** Tried without success: nothing found, a download failed. */
  static final int FOUND_NOTHING = 1;

  /** The call or the configuration is wrong. */
  static final int WRONG_CALL = 2;

  static final int OUT_OF_MEMORY = 3;

  private ExitCode() {}
}
