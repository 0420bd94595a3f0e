package io.peerwright.api.sketches;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;

/**
 * Cuts a byte stream into frames, whatever cuts the network made.
 *
 * <p>Shows how to live with borrowed buffers: whole frames are read where they lie, and only a
 * frame that is still incomplete when the call ends is copied. An idle link holds no buffer.
 */
abstract class Framed implements LinkHandler {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int headerBytes;
  private final int maxFrameBytes;
  private ByteBuffer rest = NOTHING;

  Framed(int headerBytes, int maxFrameBytes) {
    this.headerBytes = headerBytes;
    this.maxFrameBytes = maxFrameBytes;
  }

  /** The length of a frame with its header, read from the header at {@code at}. */
  abstract int frameBytes(ByteBuffer bytes, int at);

  /** One whole frame, index 0 to its limit; borrowed like the data it was cut from. */
  abstract void onFrame(Link link, ByteBuffer frame);

  @Override
  public void onOpen(Link link) {
    link.request(Link.UNLIMITED);
  }

  @Override
  public final void onData(Link link, ByteBuffer data) {
    ByteBuffer bytes = joined(data);
    rest = NOTHING;
    while (bytes.remaining() >= headerBytes) {
      int length = frameBytes(bytes, bytes.position());
      if (length < headerBytes || length > maxFrameBytes) {
        link.abort(Reason.PROTOCOL);
        return;
      }
      if (length > bytes.remaining()) {
        break;
      }
      onFrame(link, bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
    }
    rest = bytes.hasRemaining() ? copy(NOTHING, bytes) : NOTHING;
  }

  private ByteBuffer joined(ByteBuffer data) {
    return rest.hasRemaining() ? copy(rest, data) : data;
  }

  private static ByteBuffer copy(ByteBuffer first, ByteBuffer second) {
    return ByteBuffer.allocate(first.remaining() + second.remaining())
        .put(first.duplicate())
        .put(second)
        .flip();
  }

  /**
   * Sends a frame whole or not at all: a neighbour that is so slow that a small frame does not fit
   * is let go. The frame's position stays where it is, so that it can be sent to the next one.
   */
  static void send(Link link, ByteBuffer frame) {
    ByteBuffer source = frame.duplicate();
    if (link.write(source) < frame.remaining()) {
      link.abort(Reason.LIMIT);
    }
  }
}
