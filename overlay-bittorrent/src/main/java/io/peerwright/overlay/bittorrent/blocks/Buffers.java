package io.peerwright.overlay.bittorrent.blocks;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the pieces that are under way, within one limit for all torrents of a peer. It is
 * counted before anything is asked for that will need it. What one source has begun and not brought
 * to an end holds at most half of it (or two chunks), so that a source that does not send, or sends
 * all but a block of everything, does not keep the others from getting on. Long buffers are direct,
 * so that they reach a file without another copy, and are used again.
 */
public final class Buffers {

  /** What one source holds of the memory, whatever has become of the source. */
  public static final class Share {
    private long held;
  }

  private static final int DIRECT_FROM = 1 << 16;
  private static final int MAX_KEPT = 32;
  private static final long LEAST_LIMIT = 1 << 20;

  private final Runnable roomAgain;
  private long limit;
  private long used;
  private boolean refused;
  private final Deque<ByteBuffer> kept = new ArrayDeque<>();
  private int keptBytes;

  /**
   * None taken yet.
   *
   * @param limit bytes
   * @param roomAgain called by {@link #freed} if there was no room for somebody before
   */
  public Buffers(long limit, Runnable roomAgain) {
    this.limit = limit;
    this.roomAgain = roomAgain;
  }

  /** Memory has been given back, which others may have lacked. */
  public void freed() {
    if (takeRefused()) {
      roomAgain.run();
    }
  }

  /** True if so much may be taken for a source; one buffer may always be, however large. */
  public boolean hasRoomFor(int bytes, Share share) {
    boolean room =
        (used == 0 || used + bytes <= limit)
            && (share.held == 0 || share.held + bytes <= Math.max(limit / 2, 2L * bytes));
    refused |= !room;
    return room;
  }

  /** True if there was no room for somebody since this was asked last. */
  public boolean takeRefused() {
    boolean any = refused;
    refused = false;
    return any;
  }

  /** True if somebody waits for room. */
  public boolean isRefused() {
    return refused;
  }

  /** True if something is taken, and after so much more there is no room for as much again. */
  public boolean isLast(int bytes) {
    return used > 0 && used + 2L * bytes > limit;
  }

  /** True if more than half is taken. */
  public boolean isScarce() {
    return 2 * used > limit;
  }

  /** Counts memory as taken, which is got by {@link #get} when it is needed. */
  public void reserve(int bytes, Share share) {
    used += bytes;
    share.held += bytes;
  }

  /** The source has done its part: the memory is not held by it any more. */
  public void settle(int bytes, Share share) {
    share.held -= bytes;
    assert share.held >= 0 : "settles what it does not hold";
  }

  public void unreserve(int bytes) {
    used -= bytes;
    assert used >= 0 : "gives back what was not taken";
  }

  /** A buffer of just this length, cleared; null if the process has no more memory. */
  public @Nullable ByteBuffer get(int bytes) {
    if (bytes < DIRECT_FROM) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer last = kept.peekLast();
    if (last != null && last.capacity() == bytes) {
      keptBytes -= bytes;
      return kept.removeLast().clear();
    }
    try {
      return ByteBuffer.allocateDirect(bytes);
    } catch (OutOfMemoryError e) {
      shrink();
      return null;
    }
  }

  /** The limit was more than there is: from now on half of it must do. */
  private void shrink() {
    dropKept();
    limit = Math.max(LEAST_LIMIT, limit / 2);
  }

  private void dropKept() {
    kept.clear();
    keptBytes = 0;
  }

  /** Takes a buffer back that nobody uses any more. */
  public void giveBack(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      return;
    }
    if (!kept.isEmpty() && kept.peekLast().capacity() != buffer.capacity()) {
      // Another torrent, another length: what does not fit is not worth its memory.
      dropKept();
    }
    if (kept.size() < MAX_KEPT && used + keptBytes + buffer.capacity() <= limit) {
      kept.addLast(buffer);
      keptBytes += buffer.capacity();
    }
  }
}
