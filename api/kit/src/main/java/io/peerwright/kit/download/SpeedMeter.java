package io.peerwright.kit.download;

/**
 * How fast bytes come: the mean over the last two to four seconds, in O(1) for each read. A shorter
 * past counts as it is, so that a source can be judged soon after it has begun.
 */
final class SpeedMeter {

  private static final long HALF_NANOS = 2_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private long lastStart;
  private long lastBytes;
  private long start;
  private long bytes;

  SpeedMeter(long now) {
    lastStart = now;
    start = now;
  }

  void add(long count, long now) {
    turn(now);
    bytes += count;
  }

  private void turn(long now) {
    if (now - start >= HALF_NANOS) {
      boolean recent = now - start < 2 * HALF_NANOS;
      lastStart = recent ? start : now - HALF_NANOS;
      lastBytes = recent ? bytes : 0;
      start = now;
      bytes = 0;
    }
  }

  /** In bytes a second; 0 if nothing came. */
  double bytesPerSecond(long now) {
    turn(now);
    return (lastBytes + bytes) * NANOS_PER_SECOND / Math.max(1, now - lastStart);
  }
}
