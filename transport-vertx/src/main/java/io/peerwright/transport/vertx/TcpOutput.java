package io.peerwright.transport.vertx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The sending direction of a link: bytes in order, then its end.
 *
 * <p>Long writes go to the system at once, short ones are gathered until the link is flushed.
 */
final class TcpOutput {

  /** From here on a system call of its own is cheaper than a copy. */
  private static final int LONG_WRITE_BYTES = 8192;

  private final int limit;
  private final SendQueue queue;

  /** So that a link whose remote side reads fast leaves the others their turn. */
  private int takenInEvent;

  private long event;

  /** The system takes no more; the selector tells when it does. */
  private boolean blocked;

  /** A write left bytes over, onWritable is owed. */
  private boolean owing;

  private boolean closed;
  private boolean ended;

  TcpOutput(int limit, ChunkPool chunks) {
    this.limit = limit;
    this.queue = new SendQueue(chunks);
  }

  /** Takes what fits of {@code source} and moves its position past it. */
  int take(ByteBuffer source, SocketChannel channel, long currentEvent) throws IOException {
    if (closed || owing && !hasRoom()) {
      return 0;
    }
    if (event != currentEvent) {
      event = currentEvent;
      takenInEvent = 0;
    }
    int from = source.position();
    int count = Math.min(source.remaining(), limit - takenInEvent);
    try {
      take(source, count, channel);
    } finally {
      takenInEvent += source.position() - from;
    }
    owing |= source.hasRemaining();
    return source.position() - from;
  }

  private void take(ByteBuffer source, int count, SocketChannel channel) throws IOException {
    int end = source.limit();
    int stop = source.position() + count;
    if (queue.pending() + count > limit && !blocked) {
      queue.writeTo(channel);
    }
    if (queue.pending() == 0 && count >= LONG_WRITE_BYTES && !blocked) {
      source.limit(stop);
      try {
        channel.write(source);
      } finally {
        source.limit(end);
      }
    }
    queue.append(source, Math.min(stop - source.position(), limit - queue.pending()));
  }

  /** Hands over what was taken, and the end after it. */
  void flush(SocketChannel channel) throws IOException {
    if (!blocked && queue.pending() > 0) {
      queue.writeTo(channel);
      blocked = queue.pending() > 0;
    }
    if (closed && !ended && queue.pending() == 0) {
      ended = true;
      channel.shutdownOutput();
    }
  }

  /** Half of the buffer: with less, onWritable would come for every few bytes. */
  private boolean hasRoom() {
    return queue.pending() <= limit / 2;
  }

  /** True if onWritable is to be called now. */
  boolean owesWritable() {
    return owing && hasRoom();
  }

  void writableTold() {
    owing = false;
  }

  boolean isBlocked() {
    return blocked;
  }

  void unblock() {
    blocked = false;
  }

  /** Takes nothing more, and ends after what was taken. */
  void close() {
    closed = true;
    owing = false;
  }

  boolean isClosed() {
    return closed;
  }

  /** True when the system has everything, and the end. */
  boolean isEnded() {
    return ended;
  }

  /** Throws away what was not sent. */
  void clear() {
    queue.clear();
  }

  int heldBytes() {
    return queue.heldBytes();
  }
}
