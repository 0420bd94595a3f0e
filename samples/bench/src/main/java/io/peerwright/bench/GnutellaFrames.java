package io.peerwright.bench;

import io.peerwright.kit.FrameBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages of Gnutella as a neighbour writes and cuts them: GUID, type, TTL, hops, length. */
final class GnutellaFrames {
  static final int HEADER_BYTES = 23;

  static final FrameBuffer.Framing FRAMING =
      new FrameBuffer.Framing() {
        @Override
        public int headerBytes() {
          return HEADER_BYTES;
        }

        @Override
        public int frameBytes(ByteBuffer bytes) {
          return HEADER_BYTES + Integer.reverseBytes(bytes.getInt(bytes.position() + LENGTH));
        }
      };

  private static final int LENGTH = 19;

  private GnutellaFrames() {}

  /** A whole message that has come one hop, from its beginning on. */
  static ByteBuffer message(long high, long low, int type, int ttl, byte[] payload) {
    return ByteBuffer.allocate(HEADER_BYTES + payload.length)
        .putLong(high)
        .putLong(low)
        .put((byte) type)
        .put((byte) ttl)
        .put((byte) 1)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(payload.length)
        .put(payload)
        .flip();
  }
}
