package io.peerwright.multicast.sap;

import java.util.random.RandomGenerator;

/**
 * When a session is announced again (RFC 2974, section 3.1): so rarely that all announcements of a
 * scope together stay within a bandwidth, and at most every five minutes; varied by a third, so
 * that announcers do not fall into step. The first three announcements come after 0, 5 and 15
 * seconds, for a packet may be lost, and whoever waits should not wait for long.
 */
final class AdInterval {

  private static final long SECOND = 1_000_000_000L;
  private static final long LEAST = 300 * SECOND;
  private static final long HOUR = 3_600 * SECOND;

  private AdInterval() {}

  /**
   * The interval, before it is varied.
   *
   * @param allBytes of one announcement of each session of the scope
   */
  static long nanos(long allBytes, long bitsPerSecond) {
    return Math.max(LEAST, 8 * allBytes * SECOND / bitsPerSecond);
  }

  /** How long after announcement number {@code sent}, from 1, the next one follows. */
  static long delay(int sent, long intervalNanos, RandomGenerator random) {
    return switch (sent) {
      case 1 -> 5 * SECOND;
      case 2 -> 10 * SECOND;
      default -> intervalNanos * 2 / 3 + random.nextLong(intervalNanos * 2 / 3);
    };
  }

  /** How long a session is believed in that is not announced any more: ten intervals, an hour. */
  static long lifetime(long intervalNanos) {
    return Math.max(HOUR, 10 * intervalNanos);
  }
}
