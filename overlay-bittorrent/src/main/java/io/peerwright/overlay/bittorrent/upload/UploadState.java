package io.peerwright.overlay.bittorrent.upload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a peer asks for, and what it has been given. */
public final class UploadState {

  /** A block that the peer has asked for. */
  record Wish(int piece, int begin, int length) {}

  boolean interested;
  boolean choked = true;
  boolean optimistic;
  long unchokedAt;
  final Deque<Wish> queue = new ArrayDeque<>(4);
  @Nullable Set<Integer> grantedFast;
  int reading;
  int runLength = 1;
  long runSince;
  long busyAt;
  long sent;
  private long sentBefore;
  private long sentLongBefore;

  /**
   * Of a peer that has just connected.
   *
   * @param now nanoseconds
   */
  public UploadState(long now) {
    busyAt = now;
  }

  /** True if it wants something of ours. */
  public boolean isInterested() {
    return interested;
  }

  /** It wants something from now on, or nothing. */
  public void setInterested(boolean wants) {
    interested = wants;
  }

  /** True if it is not served, but for what it was granted all the same. */
  public boolean isChoked() {
    return choked;
  }

  /** True if it is served by luck. */
  public boolean isOptimistic() {
    return optimistic;
  }

  /** Since when it is served, or not. */
  public long unchokedAt() {
    return unchokedAt;
  }

  /** Pieces that it may ask for although it is choked (BEP 6). */
  public void grant(Set<Integer> pieces) {
    grantedFast = pieces;
  }

  /** How many blocks it waits for. */
  public int waiting() {
    return queue.size();
  }

  /** When it was last given something, or connected. */
  public long busyAt() {
    return busyAt;
  }

  /** Bytes of blocks that it was given. */
  public long sent() {
    return sent;
  }

  /** The same in the last ten to twenty seconds. */
  public long sentLately() {
    return sent - sentLongBefore;
  }

  /** Ends one of the ten seconds that rates are taken over. */
  public void shiftRates() {
    sentLongBefore = sentBefore;
    sentBefore = sent;
  }
}
