package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import org.jspecify.annotations.Nullable;

/** One limit in one direction: a bucket of the rate that the limiter gave last. */
final class Throttle {

  private static final long VALID_NANOS = 1_000_000_000L;

  /** What may pass at once after a pause: a twentieth of a second's worth, at least a block. */
  private static final int BURSTS_PER_SECOND = 20;

  /** What a bucket lets be taken at once. */
  private static final long MOST_AT_ONCE = 1L << 31;

  private long rate = RateLimiter.UNLIMITED;
  private @Nullable TokenBucket bucket;
  private long askedAt;
  private boolean asked;

  /** What was taken and has not passed after all. */
  private long back;

  /** What was taken since there is a limit, and so can be given back. */
  private long taken;

  boolean isStale(long now) {
    return !asked || now - askedAt >= VALID_NANOS;
  }

  void set(long bytesPerSecond, long now) {
    asked = true;
    askedAt = now;
    long next = Math.max(1, bytesPerSecond);
    if (next == rate) {
      return;
    }
    rate = next;
    TokenBucket before = bucket;
    if (next > TokenBucket.MAX_BYTES_PER_SECOND) {
      bucket = null;
    } else {
      long burst = Math.max(PartialPiece.BLOCK, next / BURSTS_PER_SECOND);
      bucket = new TokenBucket(next, burst, now);
      if (before != null) {
        // Neither a debt nor an empty bucket is forgotten, however often the limit changes.
        long missing = Math.min(MOST_AT_ONCE, burst - before.available(now));
        bucket.take(Math.max(0, missing), now);
        return;
      }
    }
    back = 0;
    taken = 0;
  }

  /** Bytes that may pass, 0 or less while more has passed than should have. */
  long available(long now) {
    return bucket == null ? Long.MAX_VALUE : bucket.available(now) + back;
  }

  void take(long bytes, long now) {
    if (bucket != null) {
      taken += bytes;
      long fromBack = Math.min(back, bytes);
      back -= fromBack;
      bucket.take(bytes - fromBack, now);
    }
  }

  /** Something has not passed; what passed before there was a limit is not to be had again. */
  void giveBack(long bytes) {
    if (bucket != null) {
      long known = Math.min(bytes, taken);
      taken -= known;
      back += known;
    }
  }

  long nanosUntilAny(long now) {
    return bucket == null ? 0 : bucket.nanosUntil(1 - back, now);
  }
}
