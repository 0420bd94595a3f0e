package io.peerwright.overlay.gnutella.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that links borrow while they have something to send or half a message, so that an idle
 * link holds none. Each thread has some of its own: all that happens on a link happens on one loop,
 * and many peers share a loop.
 *
 * <p>There are small ones, for a hundred links that have one message each, and large ones, that are
 * worth a write.
 */
final class Chunks {

  /** The size of a large chunk: one that is full is worth a write. */
  static final int BYTES = 8_192;

  /** The size of a small one. */
  static final int SMALL_BYTES = 1_024;

  private static final ThreadLocal<Chunks> OWN = ThreadLocal.withInitial(Chunks::new);

  private final Stack large = new Stack(BYTES, 64);
  private final Stack small = new Stack(SMALL_BYTES, 512);

  private Chunks() {}

  /** An empty one with room for so many bytes, at least. */
  static ByteBuffer take(int bytes) {
    if (bytes > BYTES) {
      return ByteBuffer.allocate(bytes);
    }
    Chunks own = OWN.get();
    return bytes > SMALL_BYTES ? own.large.take() : own.small.take();
  }

  /** Gives one back, if there is one. */
  static void give(@Nullable ByteBuffer chunk) {
    if (chunk != null && chunk.capacity() <= BYTES) {
      Chunks own = OWN.get();
      (chunk.capacity() == BYTES ? own.large : own.small).give(chunk);
    }
  }

  /** What is in one, in a larger one for so many bytes more, at least; the first is given back. */
  static ByteBuffer larger(ByteBuffer chunk, int more) {
    ByteBuffer next = take(Math.max(BYTES, chunk.position() + more));
    int bytes = chunk.position();
    next.put(0, chunk, 0, bytes).position(bytes);
    give(chunk);
    return next;
  }

  /** Free chunks of one size, the one that was used last on top. */
  private static final class Stack {
    private final int bytes;
    private final ByteBuffer[] free;
    private int count;

    Stack(int bytes, int most) {
      this.bytes = bytes;
      free = new ByteBuffer[most];
    }

    ByteBuffer take() {
      return count == 0 ? ByteBuffer.allocate(bytes) : free[--count].clear();
    }

    void give(ByteBuffer chunk) {
      if (chunk.capacity() == bytes && count < free.length) {
        free[count++] = chunk;
      }
    }
  }
}
