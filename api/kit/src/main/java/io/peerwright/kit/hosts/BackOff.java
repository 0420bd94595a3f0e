package io.peerwright.kit.hosts;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: the pause doubles with each failure, up to a limit.
 *
 * @param firstNanos after the first failure, at least 1
 * @param mostNanos the longest pause, at least the first one
 */
public record BackOff(long firstNanos, long mostNanos) {

  /** Checks the order. */
  public BackOff {
    if (firstNanos < 1 || mostNanos < firstNanos) {
      throw new IllegalArgumentException(
          "firstNanos must be at least 1 and mostNanos at least as long, are "
              + firstNanos
              + " and "
              + mostNanos);
    }
  }

  /** The pause doubles so many times. */
  public static BackOff doubling(long firstNanos, int times) {
    return new BackOff(firstNanos, firstNanos << times);
  }

  /**
   * The pause after so many failures in a row, in nanoseconds.
   *
   * @param failures at least 1
   */
  public long pause(int failures) {
    int doublings = failures - 1;
    return doublings >= Long.numberOfLeadingZeros(firstNanos) - 1
        ? mostNanos
        : Math.min(mostNanos, firstNanos << doublings);
  }

  /** From a half of the pause to one and a half, so that many do not come back at once. */
  public long varied(int failures, RandomGenerator random) {
    long pause = pause(failures);
    return pause / 2 + (long) (random.nextDouble() * pause);
  }
}
