package io.peerwright.overlay.gnutella.link;

import java.nio.ByteBuffer;

/**
 * Buffers that links borrow while they have something to send, so that an idle link holds none.
 * Each thread has some of its own: all that happens on a link happens on one loop, and many peers
 * share a loop.
 */
final class Chunks {

  /** The size of a chunk: one that is full is worth a write. */
  static final int BYTES = 8_192;

  private static final int KEPT = 64;

  private static final ThreadLocal<Chunks> OWN = ThreadLocal.withInitial(Chunks::new);

  private final ByteBuffer[] free = new ByteBuffer[KEPT];
  private int count;

  private Chunks() {}

  /** An empty one with room for so many bytes, at least. */
  static ByteBuffer take(int bytes) {
    if (bytes > BYTES) {
      return ByteBuffer.allocate(bytes);
    }
    Chunks own = OWN.get();
    return own.count == 0 ? ByteBuffer.allocate(BYTES) : own.free[--own.count].clear();
  }

  /** Gives one back. */
  static void give(ByteBuffer chunk) {
    Chunks own = OWN.get();
    if (chunk.capacity() == BYTES && own.count < KEPT) {
      own.free[own.count++] = chunk;
    }
  }
}
