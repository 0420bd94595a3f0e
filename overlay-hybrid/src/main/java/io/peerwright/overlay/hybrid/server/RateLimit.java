package io.peerwright.overlay.hybrid.server;

/**
 * Lets a number of messages per second pass, and two seconds' worth at once. Two numbers, no timer:
 * it remembers the time at which everything taken so far would be paid off.
 */
final class RateLimit {

  private static final long SECOND = 1_000_000_000L;
  private static final long BURST_NANOS = 2 * SECOND;

  private final long intervalNanos;
  private long paidOffNanos;
  private boolean started;

  RateLimit(int perSecond) {
    intervalNanos = SECOND / perSecond;
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
    return started ? Math.max(0, paidOffNanos - now - BURST_NANOS) : 0;
  }
}
