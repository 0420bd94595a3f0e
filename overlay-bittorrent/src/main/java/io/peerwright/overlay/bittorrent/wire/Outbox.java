package io.peerwright.overlay.bittorrent.wire;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer is to be told. Messages are gathered and written together by {@link #flush}; long
 * runs of blocks are written as they lie, after the messages, and each run as a whole.
 */
public final class Outbox {

  /** A peer that lets more messages wait does not read, and is cut off. */
  private static final int MAX_WAITING = 1 << 20;

  private static final int SMALLEST = 128;
  private static final int KEPT = 1024;

  private byte @Nullable [] bytes;
  private int from;
  private int to;
  private boolean overflown;
  private long taken;
  private final Deque<ByteBuffer> blocks = new ArrayDeque<>(2);

  /** The first of the blocks has been written in part: nothing may come between. */
  private boolean midBlocks;

  private final Consumer<ByteBuffer> written;

  /**
   * An empty one.
   *
   * @param written given back each run of blocks when the link has taken it
   */
  public Outbox(Consumer<ByteBuffer> written) {
    this.written = written;
  }

  /** A message without a body. */
  private void plain(int id) {
    room(5);
    putInt(1);
    put(id);
  }

  private void onePiece(int id, int piece) {
    room(9);
    putInt(5);
    put(id);
    putInt(piece);
  }

  private void block(int id, int piece, int begin, int length) {
    room(17);
    putInt(13);
    put(id);
    putInt(piece);
    putInt(begin);
    putInt(length);
  }

  /** The bytes of a handshake. */
  public void handshake(ByteBuffer handshake) {
    room(handshake.remaining());
    putAll(handshake);
  }

  /** Nothing, so that the peer knows that we are here. */
  public void keepAlive() {
    room(4);
    putInt(0);
  }

  /** We do not serve the peer (any more), or do from now on. */
  public void choke(boolean choked) {
    plain(choked ? MessageId.CHOKE : MessageId.UNCHOKE);
  }

  /** We would like to be served, or would not. */
  public void interested(boolean interested) {
    plain(interested ? MessageId.INTERESTED : MessageId.NOT_INTERESTED);
  }

  /** We have got a piece. */
  public void have(int piece) {
    onePiece(MessageId.HAVE, piece);
  }

  /** What we have. */
  public void bitfield(byte[] bits) {
    room(5 + bits.length);
    putInt(1 + bits.length);
    put(MessageId.BITFIELD);
    putAll(ByteBuffer.wrap(bits));
  }

  /** We have everything, or nothing (BEP 6). */
  public void haveAll(boolean all) {
    plain(all ? MessageId.HAVE_ALL : MessageId.HAVE_NONE);
  }

  /** We ask for a block. */
  public void request(int piece, int begin, int length) {
    block(MessageId.REQUEST, piece, begin, length);
  }

  /** We do not need a block any more. */
  public void cancel(int piece, int begin, int length) {
    block(MessageId.CANCEL, piece, begin, length);
  }

  /** We will not send a block (BEP 6). */
  public void reject(int piece, int begin, int length) {
    block(MessageId.REJECT, piece, begin, length);
  }

  /** The peer may ask for a piece although choked (BEP 6). */
  public void allowedFast(int piece) {
    onePiece(MessageId.ALLOWED_FAST, piece);
  }

  /** A message of an extension (BEP 10), under the number that the peer has given it. */
  public void extended(int id, byte[] payload) {
    room(6 + payload.length);
    putInt(2 + payload.length);
    put(MessageId.EXTENDED);
    put(id);
    putAll(ByteBuffer.wrap(payload));
  }

  /** The bytes before each block of a run; the block follows. */
  public static void blockHead(ByteBuffer into, int piece, int begin, int length) {
    into.putInt(9 + length).put((byte) MessageId.PIECE).putInt(piece).putInt(begin);
  }

  /** The length of what {@link #blockHead} writes. */
  public static final int BLOCK_HEAD_BYTES = 13;

  /** A run of blocks, each with its head; kept until it is written. */
  public void blocks(ByteBuffer run) {
    blocks.add(run);
  }

  /** Runs of blocks that the link has not taken yet. */
  public int waitingRuns() {
    return blocks.size();
  }

  /** The bytes that wait, blocks and all. */
  public long waitingBytes() {
    long sum = to - from;
    for (ByteBuffer run : blocks) {
      sum += run.remaining();
    }
    return sum;
  }

  /**
   * Writes as far as the link takes it. To be called in {@code onOpen} and {@code onWritable}.
   *
   * @return true if the link took anything, or nothing waits
   */
  public boolean flush(Link link) {
    if (overflown) {
      link.abort(Reason.LIMIT);
      return false;
    }
    long before = taken;
    if ((!midBlocks || writeRun(link)) && writeMessages(link)) {
      while (!blocks.isEmpty() && writeRun(link)) {
        // One run after the other, until the link is full.
      }
    }
    return taken > before || from == to && blocks.isEmpty();
  }

  private boolean writeRun(Link link) {
    ByteBuffer run = blocks.getFirst();
    taken += link.write(run);
    midBlocks = run.hasRemaining();
    if (!midBlocks) {
      blocks.removeFirst();
      written.accept(run);
    }
    return !midBlocks;
  }

  private boolean writeMessages(Link link) {
    byte[] waiting = bytes;
    if (waiting != null && from < to) {
      int count = link.write(ByteBuffer.wrap(waiting, from, to - from));
      from += count;
      taken += count;
    }
    if (from < to) {
      return false;
    }
    from = 0;
    to = 0;
    if (waiting != null && waiting.length > KEPT) {
      bytes = null;
    }
    return true;
  }

  /** Gives everything back. */
  public void clear() {
    bytes = null;
    from = 0;
    to = 0;
    midBlocks = false;
    blocks.forEach(written);
    blocks.clear();
  }

  private void room(int count) {
    byte[] old = bytes;
    if (to - from + count > MAX_WAITING) {
      overflown = true;
      from = 0;
      to = 0;
    }
    if (old == null) {
      bytes = new byte[Math.max(SMALLEST, count)];
    } else if (to + count > old.length) {
      int used = to - from;
      byte[] larger =
          used + count > old.length ? new byte[Math.max(used + count, 2 * old.length)] : old;
      System.arraycopy(old, from, larger, 0, used);
      bytes = larger;
      from = 0;
      to = used;
    }
  }

  private void put(int value) {
    Objects.requireNonNull(bytes)[to++] = (byte) value;
  }

  private void putInt(int value) {
    put(value >> 24);
    put(value >> 16);
    put(value >> 8);
    put(value);
  }

  private void putAll(ByteBuffer source) {
    int count = source.remaining();
    source.get(source.position(), bytes, to, count);
    to += count;
  }
}
