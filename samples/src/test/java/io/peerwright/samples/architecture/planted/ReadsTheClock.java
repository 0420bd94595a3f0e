package io.peerwright.samples.architecture.planted;

/** Breaks a rule on purpose. */
public final class ReadsTheClock {
  long now() {
    return System.nanoTime();
  }
}
