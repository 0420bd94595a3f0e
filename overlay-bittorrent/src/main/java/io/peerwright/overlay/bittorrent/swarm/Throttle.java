package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.kit.TokenBucket;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import org.jspecify.annotations.Nullable;

/** One limit in one direction: a bucket of the rate that the limiter gave last. */
final class Throttle {

  private static final long VALID_NANOS = 1_000_000_000L;

  /** What may pass at once after a pause: a twentieth of a second's worth, at least a block. */
  private static final int BURSTS_PER_SECOND = 20;

  private long rate = RateLimiter.UNLIMITED;
  private @Nullable TokenBucket bucket;
  private long askedAt;
  private boolean asked;

  /** What was taken and has not passed after all. */
  private long back;

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
    back = 0;
    bucket =
        next > TokenBucket.MAX_BYTES_PER_SECOND
            ? null
            : new TokenBucket(next, Math.max(Assembly.BLOCK, next / BURSTS_PER_SECOND), now);
  }

  /** Bytes that may pass, 0 or less while more has passed than should have. */
  long available(long now) {
    return bucket == null ? Long.MAX_VALUE : bucket.available(now) + back;
  }

  void take(long bytes, long now) {
    if (bucket != null) {
      long fromBack = Math.min(back, bytes);
      back -= fromBack;
      bucket.take(bytes - fromBack, now);
    }
  }

  void giveBack(long bytes) {
    if (bucket != null) {
      back += bytes;
    }
  }

  long nanosUntilAny(long now) {
    return bucket == null ? 0 : bucket.nanosUntil(1 - back, now);
  }
}
