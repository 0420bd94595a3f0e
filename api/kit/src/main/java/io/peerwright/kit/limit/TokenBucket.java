package io.peerwright.kit.limit;

/**
 * A token bucket: so many bytes per second, and a burst after a pause. A pure function of the time
 * that it is told, exact to the nanosecond however the bytes are cut.
 *
 * <p>More may be taken than there is; the debt is then paid off first. So a message that cannot be
 * cut passes when there is anything at all, and the rate holds all the same.
 *
 * <p>Messages and requests are counted the same way. A rate per minute is that number per second
 * with 60 taken for each.
 */
public final class TokenBucket {

  /** The highest rate, so that a second of it times a second in nanoseconds is a {@code long}. */
  public static final long MAX_BYTES_PER_SECOND = 8_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long rate;
  private final long burst;

  /** When the bucket is full if nothing more is taken; that is its whole state. */
  private long fullAt;

  /** What the division of {@link #fullAt} left over, below {@code rate}. */
  private long remainder;

  /**
   * A full bucket.
   *
   * @param bytesPerSecond 1..{@link #MAX_BYTES_PER_SECOND}
   * @param burstBytes how much there is after a pause, 1..2^31
   * @param now the time, in nanoseconds of any clock that does not go back
   */
  public TokenBucket(long bytesPerSecond, long burstBytes, long now) {
    if (bytesPerSecond < 1 || bytesPerSecond > MAX_BYTES_PER_SECOND) {
      throw new IllegalArgumentException(
          "bytesPerSecond must be within 1.." + MAX_BYTES_PER_SECOND + ", is " + bytesPerSecond);
    }
    if (burstBytes < 1 || burstBytes > 1L << 31) {
      throw new IllegalArgumentException(
          "burstBytes must be within 1..2147483648, is " + burstBytes);
    }
    rate = bytesPerSecond;
    burst = burstBytes;
    fullAt = now;
  }

  /** The bytes that may pass; 0 or less while a debt is paid off. */
  public long available(long now) {
    long lag = fullAt - now;
    if (lag <= 0) {
      return burst;
    }
    long missing =
        lag / NANOS_PER_SECOND * rate
            + (lag % NANOS_PER_SECOND * rate + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    return burst - missing;
  }

  /** When it is full again; to the nanosecond its whole state. */
  long fullAt() {
    return fullAt;
  }

  /** Goes on as the bucket of the same rate that is full at {@code at}. */
  void becomeFullAt(long at) {
    fullAt = at;
    remainder = 0;
  }

  /** True when nothing is missing. */
  public boolean isFull(long now) {
    return fullAt - now <= 0;
  }

  /** Takes bytes, whether they are there or not; at most 2^31 at a time. */
  public void take(long bytes, long now) {
    if (isFull(now)) {
      fullAt = now;
      remainder = 0;
    }
    long cost = bytes * NANOS_PER_SECOND + remainder;
    fullAt += cost / rate;
    remainder = cost % rate;
  }

  /** Nanoseconds until so many bytes are there, 0 if they are; never more than the burst. */
  public long nanosUntil(long bytes, long now) {
    long spare = (burst - Math.min(bytes, burst)) * NANOS_PER_SECOND / rate;
    return Math.max(0, fullAt - now - spare);
  }
}
