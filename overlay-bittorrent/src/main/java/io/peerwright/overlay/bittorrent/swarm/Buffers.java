package io.peerwright.overlay.bittorrent.swarm;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory for the pieces that are under way, within one limit for all torrents of a peer. Long
 * buffers are direct, so that they reach a file without another copy, and are used again.
 */
final class Buffers {

  private static final int DIRECT_FROM = 1 << 16;
  private static final int MAX_KEPT = 32;

  private final long limit;
  private long used;
  private boolean refused;
  private final Deque<ByteBuffer> kept = new ArrayDeque<>();
  private int keptBytes;

  Buffers(long limit) {
    this.limit = limit;
  }

  /** True if so much may be taken; one buffer may always be, however large. */
  boolean hasRoomFor(int bytes) {
    boolean room = used == 0 || used + bytes <= limit;
    refused |= !room;
    return room;
  }

  /** True if there was no room for somebody since this was asked last. */
  boolean takeRefused() {
    boolean any = refused;
    refused = false;
    return any;
  }

  /** Counts memory as taken, which is got by {@link #get} when it is needed. */
  void reserve(int bytes) {
    used += bytes;
  }

  void unreserve(int bytes) {
    used -= bytes;
  }

  /** A buffer of just this length, cleared. */
  ByteBuffer get(int bytes) {
    if (bytes < DIRECT_FROM) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer last = kept.peekLast();
    if (last != null && last.capacity() == bytes) {
      keptBytes -= bytes;
      return kept.removeLast().clear();
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  /** Takes a buffer back that nobody uses any more. */
  void giveBack(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      return;
    }
    if (!kept.isEmpty() && kept.peekLast().capacity() != buffer.capacity()) {
      // Another torrent, another length: what does not fit is not worth its memory.
      kept.clear();
      keptBytes = 0;
    }
    if (kept.size() < MAX_KEPT && keptBytes + buffer.capacity() <= limit) {
      kept.addLast(buffer);
      keptBytes += buffer.capacity();
    }
  }
}
