package io.peerwright.kit;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into frames. It holds memory only while a frame straddles two reads, and then
 * only for bytes that have arrived: announcing a long frame costs the sender, not us.
 *
 * <p>Use it like this in {@code onData}:
 *
 * <pre>{@code
 * ByteBuffer frame;
 * while ((frame = frames.next(data)) != null) {
 *   handle(frame);
 * }
 * if (frames.failure() != null) {
 *   link.abort(frames.failure());
 * }
 * }</pre>
 */
public final class FrameBuffer {

  /** How a protocol says how long a frame is. Stateless, so that all links share one. */
  public interface Framing {

    /** The bytes at the start of a frame that tell its length; at least 1. */
    int headerBytes();

    /**
     * The length of a frame.
     *
     * @param bytes at least {@link #headerBytes()} bytes from its position on; big-endian; neither
     *     position nor order may be changed
     * @return bytes of the whole frame, header included; below {@link #headerBytes()} if this
     *     cannot be the start of a frame
     */
    int frameBytes(ByteBuffer bytes);
  }

  private static final int SMALLEST_CAPACITY = 32;

  private final Framing framing;
  private final int maxFrameBytes;
  private byte @Nullable [] held;
  private int heldBytes;
  private @Nullable Reason failure;

  /**
   * An empty buffer.
   *
   * @param maxFrameBytes a longer frame is a {@link #failure()}, found as soon as its header is
   *     here
   */
  public FrameBuffer(Framing framing, int maxFrameBytes) {
    this.framing = framing;
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * Takes the next whole frame off {@code data}. If there is none, what is left of {@code data} is
   * kept for the next call.
   *
   * @return the frame from position to limit, big-endian; a view of {@code data} or of memory given
   *     away, valid as long as {@code data} is; null if more bytes are needed, or after a failure
   */
  public @Nullable ByteBuffer next(ByteBuffer data) {
    if (failure != null) {
      data.position(data.limit());
      return null;
    }
    return held == null ? cut(data) : complete(data, held);
  }

  /**
   * The length of the next frame if all of it is in {@code data} and none has begun before. Then it
   * can be read where it is, and {@code data} moved on by that, which makes no view of it.
   *
   * @return 0 if this is to be left to {@link #next}
   */
  public int nextWhole(ByteBuffer data) {
    int available = data.remaining();
    if (held != null || failure != null || available < framing.headerBytes()) {
      return 0;
    }
    int length = framing.frameBytes(data);
    boolean whole = length >= framing.headerBytes() && length <= Math.min(maxFrameBytes, available);
    return whole ? length : 0;
  }

  /** Why no more frames come: LIMIT for a frame that is too long, PROTOCOL for a bad header. */
  public @Nullable Reason failure() {
    return failure;
  }

  /** The bytes of the frame that is not complete yet. */
  public int heldBytes() {
    return heldBytes;
  }

  private @Nullable ByteBuffer cut(ByteBuffer data) {
    int available = data.remaining();
    if (available >= framing.headerBytes()) {
      int length = checkedLength(data);
      if (length < 0) {
        return null;
      }
      if (length <= available) {
        ByteBuffer frame = data.slice(data.position(), length);
        data.position(data.position() + length);
        return frame;
      }
    }
    if (available > 0) {
      held = new byte[Math.max(available, SMALLEST_CAPACITY)];
      take(held, data, available);
    }
    return null;
  }

  private @Nullable ByteBuffer complete(ByteBuffer data, byte[] start) {
    byte[] bytes = start;
    int missingHeader = framing.headerBytes() - heldBytes;
    if (missingHeader > 0) {
      bytes = take(bytes, data, Math.min(missingHeader, data.remaining()));
      if (heldBytes < framing.headerBytes()) {
        return null;
      }
    }
    int length = checkedLength(ByteBuffer.wrap(bytes, 0, heldBytes));
    if (length < 0) {
      return null;
    }
    bytes = take(bytes, data, Math.min(length - heldBytes, data.remaining()));
    if (heldBytes < length) {
      return null;
    }
    held = null;
    heldBytes = 0;
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }

  private byte[] take(byte[] into, ByteBuffer data, int count) {
    byte[] bytes = into;
    if (heldBytes + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(heldBytes + count, 2 * bytes.length));
      held = bytes;
    }
    data.get(bytes, heldBytes, count);
    heldBytes += count;
    return bytes;
  }

  private int checkedLength(ByteBuffer bytes) {
    int length = framing.frameBytes(bytes);
    if (length >= framing.headerBytes() && length <= maxFrameBytes) {
      return length;
    }
    failure = length > maxFrameBytes ? Reason.LIMIT : Reason.PROTOCOL;
    held = null;
    heldBytes = 0;
    bytes.position(bytes.limit());
    return -1;
  }
}
