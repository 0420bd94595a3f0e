package io.peerwright.kit.request;

import java.time.Duration;

/**
 * How often a request is sent, and how long its answer is waited for each time: twice as long as
 * the time before, up to a limit.
 *
 * <table>
 * <caption>Known schedules</caption>
 * <tr><td>BEP 15</td><td>{@code Retry.doubling(ofSeconds(15), 9)}: 15, 30, 60 ... 3840 s</td></tr>
 * <tr><td>RFC 8489, section 6.2.1</td><td>{@code Retry.doubling(ofMillis(500),
 *     7).withLast(ofSeconds(8))}</td></tr>
 * </table>
 *
 * @param firstNanos how long the first answer is waited for, at least 1
 * @param mostNanos what the doubling ends at, at least {@code firstNanos}
 * @param lastNanos how long is waited after the last time; 0 for as the doubling has it
 * @param attempts how often it is sent at the most, at least 1
 */
public record Retry(long firstNanos, long mostNanos, long lastNanos, int attempts) {

  /** Checks the ranges. */
  public Retry {
    if (firstNanos < 1 || mostNanos < firstNanos || lastNanos < 0 || attempts < 1) {
      throw new IllegalArgumentException(
          "no schedule: " + firstNanos + ", " + mostNanos + ", " + lastNanos + ", " + attempts);
    }
  }

  /** Sent so often, waiting twice as long each time, without a limit. */
  public static Retry doubling(Duration first, int attempts) {
    return new Retry(first.toNanos(), Long.MAX_VALUE, 0, attempts);
  }

  /** Sent once. */
  public static Retry once(Duration within) {
    return doubling(within, 1);
  }

  /** As this one, never waiting longer than this. */
  public Retry upTo(Duration most) {
    return new Retry(firstNanos, most.toNanos(), lastNanos, attempts);
  }

  /** As this one, waiting for this time after the last repetition. */
  public Retry withLast(Duration last) {
    return new Retry(firstNanos, mostNanos, last.toNanos(), attempts);
  }

  /**
   * What is left of this one when so many attempts are over.
   *
   * @param over fewer than {@link #attempts}
   */
  public Retry after(int over) {
    return new Retry(doubled(over), mostNanos, lastNanos, attempts - over);
  }

  /**
   * How long the answer is waited for.
   *
   * @param attempt 0 for the first one
   */
  public long waitNanos(int attempt) {
    return lastNanos > 0 && attempt == attempts - 1 ? lastNanos : doubled(attempt);
  }

  private long doubled(int times) {
    boolean beyond = times >= Long.numberOfLeadingZeros(firstNanos);
    return beyond ? mostNanos : Math.min(mostNanos, firstNanos << times);
  }

  /** How long it takes until a request that nobody answers has failed, in nanoseconds. */
  public long wholeNanos() {
    long whole = 0;
    for (int i = 0; i < attempts; i++) {
      long more = waitNanos(i);
      whole = whole > Long.MAX_VALUE - more ? Long.MAX_VALUE : whole + more;
    }
    return whole;
  }
}
