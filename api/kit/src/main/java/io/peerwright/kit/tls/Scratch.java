package io.peerwright.kit.tls;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Buffers that all links of one loop share, one record at a time: an idle link holds none. */
final class Scratch {

  private static final int RECORD_BYTES = 17_408;

  private ByteBuffer sealed = ByteBuffer.allocate(RECORD_BYTES);
  private ByteBuffer plain = ByteBuffer.allocate(RECORD_BYTES);
  private @Nullable ByteBuffer spare;

  /** An empty buffer for so many bytes, to be given back. */
  ByteBuffer takeSpare(int bytes) {
    ByteBuffer taken = spare;
    spare = null;
    return taken != null && taken.capacity() >= bytes
        ? taken.clear()
        : ByteBuffer.allocate(Math.max(bytes, RECORD_BYTES));
  }

  void giveSpare(ByteBuffer buffer) {
    spare = buffer;
  }

  /** Empty, for a record that goes out. */
  ByteBuffer sealed() {
    return sealed.clear();
  }

  /** Empty, for what was in a record. */
  ByteBuffer plain() {
    return plain.clear();
  }

  /** What was put into {@link #plain}, to be read. */
  ByteBuffer decrypted() {
    return plain.flip();
  }

  /** The engine wants to write larger records than usual. */
  void growSealed(int bytes) {
    sealed = ByteBuffer.allocate(Math.max(bytes, 2 * sealed.capacity()));
  }

  /** The engine has read a larger record than usual. */
  void growPlain(int bytes) {
    plain = ByteBuffer.allocate(Math.max(bytes, 2 * plain.capacity()));
  }
}
