package io.peerwright.kit.limit;

import org.jspecify.annotations.Nullable;

/**
 * A token bucket whose rate may change, and to which bytes can be given back that were taken and
 * did not pass after all. A pure function of the times that it is told.
 */
public final class ChangingRate {

  /** The rate that is no limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** What a bucket lets be taken at once. */
  private static final long MOST_AT_ONCE = 1L << 31;

  private long rate = UNLIMITED;
  private @Nullable TokenBucket bucket;

  /** What was taken and has not passed after all. */
  private long back;

  /** What was taken since there is a limit, and so can be given back. */
  private long taken;

  /** Without a limit until it is {@link #set}. */
  public ChangingRate() {}

  /**
   * Sets the rate. Neither a debt nor an empty bucket is forgotten, however often it changes.
   *
   * @param bytesPerSecond above {@link TokenBucket#MAX_BYTES_PER_SECOND} for no limit; at least 1
   *     is taken
   * @param burstBytes how much there is after a pause, 1..2^31; of a rate that has not changed it
   *     stays as it was
   */
  public void set(long bytesPerSecond, long burstBytes, long now) {
    long next = Math.max(1, bytesPerSecond);
    if (next == rate) {
      return;
    }
    rate = next;
    TokenBucket before = bucket;
    if (next > TokenBucket.MAX_BYTES_PER_SECOND) {
      bucket = null;
    } else {
      bucket = new TokenBucket(next, burstBytes, now);
      if (before != null) {
        long missing = Math.min(MOST_AT_ONCE, burstBytes - before.available(now));
        bucket.take(Math.max(0, missing), now);
        return;
      }
    }
    back = 0;
    taken = 0;
  }

  /** Bytes that may pass, 0 or less while more has passed than should have. */
  public long available(long now) {
    return bucket == null ? UNLIMITED : bucket.available(now) + back;
  }

  /** True when nothing is missing. */
  public boolean isFull(long now) {
    return bucket == null || bucket.isFull(now);
  }

  /** Takes bytes, whether they are there or not; at most 2^31 at a time. */
  public void take(long bytes, long now) {
    if (bucket != null) {
      taken += bytes;
      long fromBack = Math.min(back, bytes);
      back -= fromBack;
      bucket.take(bytes - fromBack, now);
    }
  }

  /** Bytes did not pass; what passed before there was a limit is not to be had again. */
  public void giveBack(long bytes) {
    if (bucket != null) {
      long known = Math.min(bytes, taken);
      taken -= known;
      back += known;
    }
  }

  /** Nanoseconds until so many bytes are there, 0 if they are; never more than the burst. */
  public long nanosUntil(long bytes, long now) {
    return bucket == null ? 0 : bucket.nanosUntil(bytes - back, now);
  }
}
