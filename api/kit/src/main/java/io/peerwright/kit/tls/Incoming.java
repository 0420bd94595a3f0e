package io.peerwright.kit.tls;

import java.nio.ByteBuffer;

/**
 * Encrypted bytes that came in: as a rule the first part of a record, until the rest comes. A copy
 * in any case, for the engine decrypts in place.
 */
final class Incoming {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Scratch scratch;

  /** Read between position and limit, written from the limit on. */
  private ByteBuffer bytes = NOTHING;

  Incoming(Scratch scratch) {
    this.scratch = scratch;
  }

  /** To be read as far as possible. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Keeps more. */
  void add(ByteBuffer more) {
    int count = more.remaining();
    if (bytes.capacity() - bytes.limit() < count) {
      ByteBuffer larger = scratch.takeSpare(bytes.remaining() + count);
      larger.put(bytes).flip();
      clear();
      bytes = larger;
    }
    int end = bytes.limit();
    bytes.limit(end + count).put(end, more, more.position(), count);
  }

  /** Lets go of the memory if there is nothing in it. */
  void trim() {
    if (!bytes.hasRemaining()) {
      clear();
    }
  }

  void clear() {
    if (bytes != NOTHING) {
      scratch.giveSpare(bytes);
      bytes = NOTHING;
    }
  }
}
