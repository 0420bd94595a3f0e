package io.peerwright.overlay.hybrid.server;

/**
 * Lets a number of messages per time pass, and some time's worth at once. A few numbers, no timer:
 * it remembers the time at which everything taken so far would be paid off.
 */
final class RateLimit {

  private static final long SECOND = 1_000_000_000L;

  private final long intervalNanos;
  private final long burstNanos;
  private long paidOffNanos;
  private boolean started;

  /** So many per second, and twice that at once. */
  RateLimit(int perSecond) {
    this(SECOND / perSecond, 2 * SECOND);
  }

  private RateLimit(long intervalNanos, long burstNanos) {
    this.intervalNanos = intervalNanos;
    this.burstNanos = burstNanos;
  }

  /** So many per minute, all of them at once if need be. */
  static RateLimit perMinute(int count) {
    return new RateLimit(60 * SECOND / Math.max(1, count), 60 * SECOND);
  }

  /** Takes one, whether there is one or not. */
  void take(long now) {
    take(now, 1);
  }

  /** Takes several, whether there are so many or not. */
  void take(long now, int count) {
    long from = started && paidOffNanos - now > 0 ? paidOffNanos : now;
    paidOffNanos = from + count * intervalNanos;
    started = true;
  }

  /** How long to wait before the next one; 0 if there is one now. */
  long waitNanos(long now) {
    return started ? Math.max(0, paidOffNanos - now - burstNanos) : 0;
  }
}
