package io.peerwright.kit;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that wait for room in a {@link Link}. Holds memory only while some wait, and never more
 * than its limit: a remote side that does not read is cut off.
 *
 * <p>Several small frames that belong together are {@link #add}ed and then {@link #flush}ed, which
 * makes them one write. Small writes one after the other are slow: each waits for the delayed
 * acknowledgement of the one before.
 */
public final class OutputQueue {

  /** How far the bytes got. */
  public enum Outcome {
    /** The link has taken everything. */
    TAKEN,
    /** Some bytes wait for {@code onWritable} or {@code onOpen}. */
    WAITING,
    /** Too many bytes waited; the link has been aborted with {@link Reason#LIMIT}. */
    OVERFLOW
  }

  private static final int SMALLEST_CAPACITY = 256;

  private final int maxBytes;
  private byte @Nullable [] waiting;
  private int from;
  private int to;
  private boolean overflown;

  /**
   * An empty queue.
   *
   * @param maxBytes how much may wait
   */
  public OutputQueue(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The bytes that wait. */
  public int waitingBytes() {
    return to - from;
  }

  /**
   * Puts bytes behind those that wait, without writing. An overflow shows in the next {@link
   * #flush}; nothing is held after it.
   *
   * @param source read up to its limit; belongs to the caller again when the call returns
   */
  public void add(ByteBuffer source) {
    int count = source.remaining();
    if (overflown || count == 0) {
      source.position(source.limit());
      return;
    }
    if (count > maxBytes - waitingBytes()) {
      overflown = true;
      release();
      source.position(source.limit());
      return;
    }
    byte[] bytes = room(count);
    source.get(bytes, to, count);
    to += count;
  }

  /** Writes {@code source} behind what waits already; what the link does not take waits, too. */
  public Outcome send(Link link, ByteBuffer source) {
    if (waiting == null && !overflown) {
      link.write(source);
      if (!source.hasRemaining()) {
        return Outcome.TAKEN;
      }
      add(source);
      return overflown ? flush(link) : Outcome.WAITING;
    }
    add(source);
    return flush(link);
  }

  /** Writes what waits, as far as the link takes it. To be called in {@code onWritable}, too. */
  public Outcome flush(Link link) {
    if (overflown) {
      link.abort(Reason.LIMIT);
      return Outcome.OVERFLOW;
    }
    if (waiting == null) {
      return Outcome.TAKEN;
    }
    from += link.write(ByteBuffer.wrap(waiting, from, to - from));
    if (from < to) {
      return Outcome.WAITING;
    }
    release();
    return Outcome.TAKEN;
  }

  private byte[] room(int count) {
    byte[] bytes = waiting;
    if (bytes == null) {
      bytes = new byte[Math.max(count, Math.min(SMALLEST_CAPACITY, maxBytes))];
    } else if (to + count > bytes.length) {
      int used = to - from;
      byte[] target = bytes;
      if (used + count > bytes.length) {
        target = Arrays.copyOf(bytes, Math.max(used + count, Math.min(2 * bytes.length, maxBytes)));
      }
      System.arraycopy(bytes, from, target, 0, used);
      bytes = target;
      from = 0;
      to = used;
    }
    waiting = bytes;
    return bytes;
  }

  private void release() {
    waiting = null;
    from = 0;
    to = 0;
  }
}
