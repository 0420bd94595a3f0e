package io.peerwright.kit.limit;

/**
 * Whether somebody who sends (or reads) does so fast enough: a least rate, and a deadline for the
 * whole. A pure function of the times and bytes that it is told.
 *
 * <p>The least rate is a bucket of patience: it holds the window at most, empties as time passes
 * and is filled by bytes, so that {@code leastBytesPerSecond} just keeps it up. It runs out if and
 * only if over some stretch of time at least as long as the window less came than the rate asks.
 * Bytes that come early buy no more than one window: a fast start does not pay for a stall.
 *
 * <p>The caller sets a timer for {@link #failsIn} and asks {@link #verdict} when it rings: O(1) for
 * each piece of data, and no timer is moved.
 */
public final class PaceWatch {

  /** What can be said at a moment. */
  public enum Verdict {
    /** Fast enough so far. */
    GOOD,
    /** Less came than the least rate asks. */
    TOO_SLOW,
    /** The time for the whole is over. */
    TOO_LATE
  }

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /**
   * What is asked.
   *
   * @param leastBytesPerSecond 1..1,000,000,000
   * @param windowNanos over which the least rate is meant, and how long nothing at all may come: at
   *     least a millisecond
   * @param wholeNanos for everything; 0 for as long as it takes
   */
  public record Pace(long leastBytesPerSecond, long windowNanos, long wholeNanos) {

    /** Checks the ranges. */
    public Pace {
      if (leastBytesPerSecond < 1 || leastBytesPerSecond > NANOS_PER_SECOND) {
        throw new IllegalArgumentException(
            "leastBytesPerSecond must be within 1..1000000000, is " + leastBytesPerSecond);
      }
      if (windowNanos < 1_000_000 || wholeNanos < 0) {
        throw new IllegalArgumentException(
            "windowNanos must be at least a millisecond, wholeNanos at least 0");
      }
    }
  }

  private final Pace pace;
  private final long startNanos;

  /** When patience ends if nothing more comes; while paused, as of {@link #pausedAt}. */
  private long patientUntil;

  /** What the division of {@link #patientUntil} left over, below the rate. */
  private long remainder;

  private boolean paused;
  private long pausedAt;

  /** Starts now, with one whole window of patience. */
  public PaceWatch(Pace pace, long now) {
    this.pace = pace;
    this.startNanos = now;
    this.patientUntil = now + pace.windowNanos();
  }

  /** Bytes that counted came; at most 2^32 at a time. */
  public void progress(long bytes, long now) {
    long at = paused ? pausedAt : now;
    if (patientUntil - at < 0) {
      // Too late to be made good: what was lost before this moment stays lost.
      return;
    }
    long gain = bytes * NANOS_PER_SECOND + remainder;
    patientUntil += gain / pace.leastBytesPerSecond();
    remainder = gain % pace.leastBytesPerSecond();
    if (patientUntil - at > pace.windowNanos()) {
      patientUntil = at + pace.windowNanos();
      remainder = 0;
    }
  }

  /** Nothing is owed for now, because we are what it waits for. The deadline goes on. */
  public void pause(long now) {
    if (!paused) {
      paused = true;
      pausedAt = now;
    }
  }

  /** The other side's turn again, with the patience that was left. */
  public void resume(long now) {
    if (paused) {
      paused = false;
      patientUntil += now - pausedAt;
    }
  }

  /** What is to be said now. */
  public Verdict verdict(long now) {
    if (pace.wholeNanos() > 0 && now - startNanos >= pace.wholeNanos()) {
      return Verdict.TOO_LATE;
    }
    return (paused ? pausedAt : now) - patientUntil >= 0 ? Verdict.TOO_SLOW : Verdict.GOOD;
  }

  /**
   * Nanoseconds until this fails if nothing more comes, 0 if it has: when to ask again. {@link
   * Long#MAX_VALUE} if it cannot, because it is paused and has no deadline.
   */
  public long failsIn(long now) {
    long left = Long.MAX_VALUE;
    if (pace.wholeNanos() > 0) {
      left = pace.wholeNanos() - (now - startNanos);
    }
    if (!paused || pausedAt - patientUntil >= 0) {
      left = Math.min(left, patientUntil - now);
    }
    return Math.max(0, left);
  }
}
