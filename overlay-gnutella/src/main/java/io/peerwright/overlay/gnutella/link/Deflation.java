package io.peerwright.overlay.gnutella.link;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what goes out on a link, as one zlib stream. What the other side cannot read yet is
 * less than {@value #SYNC_BYTES} bytes, until {@link #sync} brings it that too: compressing each
 * message for itself would gain little.
 */
final class Deflation {

  private static final int SYNC_BYTES = 4_096;

  /** What a compressed stream may be longer by than what goes in. */
  private static final int SLACK = 1_024;

  private static final byte[] NOTHING = {};

  private @Nullable Deflater deflater;
  private int behind;
  private boolean over;

  /** Nothing was sent yet, and nothing is held. */
  Deflation() {}

  /** Whether the other side cannot read all yet. */
  boolean isBehind() {
    return behind > 0;
  }

  /**
   * Compresses messages.
   *
   * @param messages borrowed from {@link Chunks}; given back
   * @return what is to be sent, borrowed too; null if that is nothing yet
   */
  @Nullable ByteBuffer pack(ByteBuffer messages) {
    behind += messages.remaining();
    Deflater packer = packer();
    packer.setInput(messages);
    ByteBuffer out = drain(packer, behind >= SYNC_BYTES);
    // It would read on in the buffer when others have filled it.
    packer.setInput(NOTHING);
    Chunks.give(messages);
    return out;
  }

  /** Ends a block, so that the other side can read all. */
  @Nullable ByteBuffer sync() {
    return behind == 0 ? null : drain(packer(), true);
  }

  private @Nullable ByteBuffer drain(Deflater packer, boolean sync) {
    int mode = sync ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
    ByteBuffer out = Chunks.take(behind + SLACK);
    packer.deflate(out, mode);
    while (!out.hasRemaining()) {
      ByteBuffer larger = ByteBuffer.allocate(2 * out.capacity()).put(out.flip());
      Chunks.give(out);
      out = larger;
      packer.deflate(out, mode);
    }
    behind = sync ? 0 : behind;
    if (out.position() == 0) {
      Chunks.give(out);
      return null;
    }
    return out.flip();
  }

  private Deflater packer() {
    if (over) {
      throw new IllegalStateException("the link is over");
    }
    deflater = deflater == null ? new Deflater() : deflater;
    return deflater;
  }

  void close() {
    over = true;
    behind = 0;
    if (deflater != null) {
      deflater.end();
      deflater = null;
    }
  }
}
