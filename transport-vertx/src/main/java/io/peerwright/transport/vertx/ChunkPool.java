package io.peerwright.transport.vertx;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The direct buffers that hold what links have taken and the system has not. Those of one event
 * loop share them: a link has none unless it waits.
 */
final class ChunkPool {

  static final int CHUNK_BYTES = 16 << 10;

  /** 4 MiB per event loop are kept; what is given back beyond that is left to the collector. */
  private static final int MAX_FREE = 256;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private final ByteBuffer[] gathering = new ByteBuffer[16];

  /** An empty chunk, ready to be read: position and limit are 0. */
  ByteBuffer take() {
    ByteBuffer chunk = free.poll();
    return (chunk == null ? ByteBuffer.allocateDirect(CHUNK_BYTES) : chunk).clear().limit(0);
  }

  void giveBack(ByteBuffer chunk) {
    if (free.size() < MAX_FREE) {
      free.push(chunk);
    }
  }

  /** An array for gathering writes; valid during one write. */
  ByteBuffer[] gathering() {
    return gathering;
  }
}
