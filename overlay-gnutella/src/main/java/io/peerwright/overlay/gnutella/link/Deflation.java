package io.peerwright.overlay.gnutella.link;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what goes out on a link, as one zlib stream. What the other side cannot read yet is
 * less than {@value #SYNC_BYTES} bytes, until {@link #sync} brings it that too: compressing each
 * message for itself would gain little.
 *
 * <p>A link that sends seldom gives its compressor back each time. The next one begins where a byte
 * begins and knows nothing of what was sent before, which the other side need not notice.
 */
final class Deflation {

  private static final int SYNC_BYTES = 4_096;

  /** What a compressed stream may be longer by than what goes in. */
  private static final int SLACK = 1_024;

  /** Deflate, windows of 32 KiB, usual compression (RFC 1950). */
  private static final byte[] ZLIB_HEADER = {0x78, (byte) 0x9c};

  private static final byte[] NOTHING = {};

  private @Nullable Deflater deflater;
  private int behind;
  private boolean begun;
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
    if (!begun) {
      begun = true;
      out.put(ZLIB_HEADER);
    }
    packer.deflate(out, mode);
    while (!out.hasRemaining()) {
      out = Chunks.larger(out, out.capacity());
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
    Deflater packer = deflater == null ? ZlibContexts.deflater() : deflater;
    deflater = packer;
    return packer;
  }

  /** Gives the compressor back, if the other side can read all. */
  void pause() {
    Deflater packer = deflater;
    if (packer != null && behind == 0) {
      deflater = null;
      ZlibContexts.give(packer);
    }
  }

  void close() {
    over = true;
    behind = 0;
    pause();
  }
}
