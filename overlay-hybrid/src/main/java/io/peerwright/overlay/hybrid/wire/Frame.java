package io.peerwright.overlay.hybrid.wire;

import io.peerwright.kit.FrameBuffer;
import java.nio.ByteBuffer;

/**
 * The frame around every message: length u16, type u16, both little-endian, then {@code length}
 * bytes of text. The length does not count the header.
 */
public final class Frame {

  /** The bytes before the text. */
  public static final int HEADER_BYTES = 4;

  /** The longest text: the frame as a whole is no longer than 65,535 bytes. */
  public static final int MAX_BODY_BYTES = 65_535 - HEADER_BYTES;

  /** The longest frame. */
  public static final int MAX_BYTES = 65_535;

  /** How to cut a stream into frames. */
  public static final FrameBuffer.Framing FRAMING =
      new FrameBuffer.Framing() {
        @Override
        public int headerBytes() {
          return HEADER_BYTES;
        }

        @Override
        public int frameBytes(ByteBuffer bytes) {
          return HEADER_BYTES + unsignedShort(bytes, bytes.position());
        }
      };

  private Frame() {}

  /** The type of the frame that starts at the buffer's position. */
  public static int type(ByteBuffer frame) {
    return unsignedShort(frame, frame.position() + 2);
  }

  /** The type of the frame that starts there. */
  public static int type(byte[] bytes, int from) {
    return bytes[from + 2] & 0xff | (bytes[from + 3] & 0xff) << 8;
  }

  /** The text of a whole frame from position to limit: a view. */
  public static ByteBuffer body(ByteBuffer frame) {
    return frame.slice(frame.position() + HEADER_BYTES, frame.remaining() - HEADER_BYTES);
  }

  private static int unsignedShort(ByteBuffer bytes, int at) {
    return bytes.get(at) & 0xff | (bytes.get(at + 1) & 0xff) << 8;
  }
}
