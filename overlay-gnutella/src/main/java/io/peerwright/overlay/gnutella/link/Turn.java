package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.util.Arrays;

/**
 * What one servent sends in one turn of its loop: messages are gathered link by link, and handed
 * over when the turn ends, so that many small ones are one write. One timer brings compressed
 * streams up to date that have waited for more.
 */
public final class Turn implements TimerTarget {

  /** A link that sends in the turn. */
  abstract static class Part {

    /** Hands over what was sent. Whether the other side cannot read all yet. */
    abstract boolean flush();

    /** Makes all that was sent readable. */
    abstract void sync();

    /** Gives the compressor back if it was not needed for a while. False to ask again later. */
    abstract boolean pause();
  }

  private static final long SYNC_NANOS = 50_000_000L;
  private static final long PAUSE_NANOS = 2_000_000_000L;
  static final long NEVER = Long.MIN_VALUE;

  private static final int SYNC = 0;
  private static final int PAUSE = 1;

  private static final Part[] NONE = {};

  private final Loop loop;
  private Part[] marked = NONE;
  private int count;
  private Part[] behind = NONE;
  private int behindCount;

  /** Links that have a compressor though all that they sent can be read. */
  private Part[] compressing = NONE;

  private int compressingCount;
  private long timer;
  private long pauseTimer;

  /** Nothing is to be sent. */
  public Turn(Loop loop) {
    this.loop = loop;
  }

  /** The loop that it is of. */
  Loop loop() {
    return loop;
  }

  /** Seconds of a clock that never goes back. */
  public int seconds() {
    return (int) (loop.nanoTime() / 1_000_000_000L);
  }

  /** Nanoseconds of that clock. */
  public long now() {
    return loop.nanoTime();
  }

  /** Whether so much time has passed that what was sent since then is to be readable. */
  boolean isSyncDue(long syncedAt) {
    return syncedAt == NEVER || now() - syncedAt >= SYNC_NANOS;
  }

  /** Whether so much time has passed that a compressor waits for little. */
  boolean isPauseDue(long syncedAt) {
    return now() - syncedAt >= PAUSE_NANOS;
  }

  /** To be called for a link that has a compressor and was not here before. */
  void onCompressing(Part link) {
    compressing = put(compressing, compressingCount++, link);
    if (pauseTimer == 0) {
      pauseTimer = loop.schedule(PAUSE_NANOS, this, PAUSE, 0);
    }
  }

  private void pause() {
    int left = 0;
    for (int i = 0; i < compressingCount; i++) {
      Part link = compressing[i];
      if (!link.pause()) {
        compressing[left++] = link;
      }
    }
    Arrays.fill(compressing, left, compressingCount, null);
    compressingCount = left;
    if (left > 0) {
      pauseTimer = loop.schedule(PAUSE_NANOS, this, PAUSE, 0);
    } else {
      // Nobody has sent anything for a while.
      compressing = NONE;
      marked = count == 0 ? NONE : marked;
      behind = behindCount == 0 ? NONE : behind;
    }
  }

  void mark(Part link) {
    marked = put(marked, count++, link);
  }

  /** Hands all over. Whoever is called by the loop, and may have sent something, ends with this. */
  public void end() {
    for (int i = 0; i < count; i++) {
      Part link = marked[i];
      if (link.flush()) {
        behind = put(behind, behindCount++, link);
      }
    }
    Arrays.fill(marked, 0, count, null);
    count = 0;
    if (behindCount > 0 && timer == 0) {
      timer = loop.schedule(SYNC_NANOS, this, SYNC, 0);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == PAUSE) {
      pauseTimer = 0;
      pause();
      return;
    }
    timer = 0;
    for (int i = 0; i < behindCount; i++) {
      behind[i].sync();
    }
    Arrays.fill(behind, 0, behindCount, null);
    behindCount = 0;
  }

  /** Sends nothing more by itself. */
  public void close() {
    loop.cancel(timer);
    timer = 0;
    loop.cancel(pauseTimer);
    pauseTimer = 0;
    compressing = NONE;
    compressingCount = 0;
    marked = NONE;
    count = 0;
    behind = NONE;
    behindCount = 0;
  }

  private static Part[] put(Part[] list, int at, Part link) {
    Part[] target = at < list.length ? list : Arrays.copyOf(list, Math.max(4, 2 * at));
    target[at] = link;
    return target;
  }
}
