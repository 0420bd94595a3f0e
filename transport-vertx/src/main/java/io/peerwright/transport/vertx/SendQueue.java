package io.peerwright.transport.vertx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;

/** What a link has taken and the system has not yet. */
final class SendQueue {

  private final ChunkPool pool;
  private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>(4);
  private int pending;

  SendQueue(ChunkPool pool) {
    this.pool = pool;
  }

  int pending() {
    return pending;
  }

  int heldBytes() {
    return chunks.size() * ChunkPool.CHUNK_BYTES;
  }

  /** Copies {@code count} bytes of {@code source} and moves its position past them. */
  void append(ByteBuffer source, int count) {
    int end = source.limit();
    int left = count;
    while (left > 0) {
      ByteBuffer chunk = chunks.peekLast();
      if (chunk == null || chunk.limit() == chunk.capacity()) {
        chunk = pool.take();
        chunks.add(chunk);
      }
      int part = Math.min(left, chunk.capacity() - chunk.limit());
      int from = chunk.position();
      int to = chunk.limit();
      chunk.limit(to + part).position(to);
      chunk.put(source.limit(source.position() + part)).position(from);
      source.limit(end);
      left -= part;
    }
    pending += count;
  }

  /** Hands over as much as the system takes. */
  void writeTo(SocketChannel channel) throws IOException {
    boolean all = true;
    while (all && pending > 0) {
      all = chunks.size() == 1 ? writeOne(channel) : writeSeveral(channel);
    }
  }

  private boolean writeOne(SocketChannel channel) throws IOException {
    ByteBuffer chunk = chunks.peek();
    pending -= channel.write(chunk);
    return dropIfEmpty(chunk);
  }

  private boolean writeSeveral(SocketChannel channel) throws IOException {
    ByteBuffer[] gathering = pool.gathering();
    int count = 0;
    for (ByteBuffer chunk : chunks) {
      if (count == gathering.length) {
        break;
      }
      gathering[count++] = chunk;
    }
    try {
      pending -= (int) channel.write(gathering, 0, count);
      boolean all = true;
      for (int i = 0; i < count && all; i++) {
        all = dropIfEmpty(gathering[i]);
      }
      return all;
    } finally {
      Arrays.fill(gathering, 0, count, null);
    }
  }

  private boolean dropIfEmpty(ByteBuffer chunk) {
    if (chunk.hasRemaining()) {
      return false;
    }
    chunks.remove();
    pool.giveBack(chunk);
    return true;
  }

  /** Throws away what was not sent. */
  void clear() {
    ByteBuffer chunk;
    while ((chunk = chunks.poll()) != null) {
      pool.giveBack(chunk);
    }
    pending = 0;
  }
}
