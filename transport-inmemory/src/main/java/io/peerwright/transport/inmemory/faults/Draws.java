package io.peerwright.transport.inmemory.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** What the distributions of lengths have in common. */
final class Draws {

  private static final double MOST_SHAPE = 100;
  private static final Duration MOST = Duration.ofDays(3_650);

  private Draws() {}

  static void check(double shape) {
    if (!(shape >= 0.01 && shape <= MOST_SHAPE)) {
      throw new IllegalArgumentException("shape must be within 0.01..100, is " + shape);
    }
  }

  static void check(String component, Duration length) {
    if (length.toMillis() < 1 || length.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          component + " must be within a millisecond and ten years, is " + length);
    }
  }

  /** A draw of the exponential distribution with the mean 1. */
  static double exponential(RandomGenerator random) {
    return -StrictMath.log(1 - random.nextDouble());
  }

  static Duration millis(double millis) {
    return Duration.ofMillis((long) Math.max(1, Math.min(millis, MOST.toMillis())));
  }
}
