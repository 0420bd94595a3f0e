package io.peerwright.overlay.gnutella.link;

import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compressors and decompressors that links borrow: one takes 268 KB, the other one 40 KB, most of
 * it outside of the heap. They speak deflate without the frame of zlib, which is the link's. Each
 * thread has some of its own.
 */
final class ZlibContexts {

  private static final int KEPT = 8;

  private static final ThreadLocal<ZlibContexts> OWN = ThreadLocal.withInitial(ZlibContexts::new);

  private final Deflater[] deflaters = new Deflater[KEPT];
  private final Inflater[] inflaters = new Inflater[KEPT];
  private int deflaterCount;
  private int inflaterCount;

  private ZlibContexts() {}

  /** One that has compressed nothing yet. */
  static Deflater deflater() {
    ZlibContexts own = OWN.get();
    return own.deflaterCount == 0
        ? new Deflater(Deflater.DEFAULT_COMPRESSION, true)
        : own.deflaters[--own.deflaterCount];
  }

  /** Gives one back. */
  static void give(Deflater deflater) {
    ZlibContexts own = OWN.get();
    if (own.deflaterCount == KEPT) {
      deflater.end();
    } else {
      deflater.reset();
      own.deflaters[own.deflaterCount++] = deflater;
    }
  }

  /** One that has read nothing yet. */
  static Inflater inflater() {
    ZlibContexts own = OWN.get();
    return own.inflaterCount == 0 ? new Inflater(true) : own.inflaters[--own.inflaterCount];
  }

  /** Gives one back. */
  static void give(Inflater inflater) {
    ZlibContexts own = OWN.get();
    if (own.inflaterCount == KEPT) {
      inflater.end();
    } else {
      inflater.reset();
      own.inflaters[own.inflaterCount++] = inflater;
    }
  }
}
