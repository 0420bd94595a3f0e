package io.peerwright.overlay.bittorrent.requests;

/**
 * How many requests should wait at a peer: what it sends in a second and a half. It grows with each
 * block that comes, so that a fast peer is busy after a few round trips, and never by a timer. It
 * begins low, because what waits at a slow peer cannot be asked for elsewhere: in a simulated crowd
 * on slow links four at first and at least two took an eighth longer than two and one.
 */
public final class Pipeline {

  private static final int FIRST_DEPTH = 2;
  private static final int LEAST_DEPTH = 1;
  private static final double AHEAD_SECONDS = 1.5;
  private static final long WINDOW_NANOS = 200_000_000L;

  private int depth = FIRST_DEPTH;
  private int limit = Integer.MAX_VALUE;
  private boolean awaitsFirst = true;
  private long windowStart;
  private int blocksInWindow;
  private double blocksPerSecond;

  /**
   * Requests are made again after a pause: the peer had nothing to do. So the rate that was
   * measured is not what it can do but what it was asked for, and no limit; and until its first
   * block comes its latency is seen, not its rate. A peer that serves by a clock, all that waits at
   * each tick, is asked for twice as much each time.
   */
  public void start() {
    limit = Integer.MAX_VALUE;
    awaitsFirst = true;
  }

  /** A block has come. */
  public void onBlock(long now) {
    if (awaitsFirst) {
      awaitsFirst = false;
      windowStart = now;
      blocksInWindow = -1;
    }
    blocksInWindow++;
    long passed = now - windowStart;
    if (passed >= WINDOW_NANOS) {
      double rate = blocksInWindow * 1e9 / passed;
      blocksPerSecond = blocksPerSecond == 0 ? rate : (blocksPerSecond + rate) / 2;
      limit = LEAST_DEPTH + (int) Math.min(1e6, blocksPerSecond * AHEAD_SECONDS);
      windowStart = now;
      blocksInWindow = 0;
    }
    depth = Math.min(depth + 1, limit);
  }

  /** How long a block takes, as far as it was measured. */
  public double secondsPerBlock() {
    return blocksPerSecond == 0 ? 0 : 1 / blocksPerSecond;
  }

  /** Requests that should wait, at most {@code most}. */
  public int depth(int most) {
    return Math.min(depth, most);
  }

  /** Keeps within what the peer puts up with, so that the depth does not run away. */
  public void cap(int most) {
    depth = Math.min(depth, most);
  }
}
