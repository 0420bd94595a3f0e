package io.peerwright.overlay.gnutella.ggep;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Data of an extension as one zlib stream (RFC 1950), which gets no bigger than is allowed. */
final class ZlibData {

  private static final int SMALLEST_ROOM = 256;

  private ZlibData() {}

  static Octets deflate(Octets data) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(data.toArray());
      deflater.finish();
      byte[] out = new byte[data.size() + SMALLEST_ROOM];
      int size = 0;
      while (!deflater.finished()) {
        if (size == out.length) {
          out = Arrays.copyOf(out, 2 * size);
        }
        size += deflater.deflate(out, size, out.length - size);
      }
      return Octets.of(out).part(0, size);
    } finally {
      deflater.end();
    }
  }

  static Octets inflate(Octets packed, int maxBytes) throws MalformedException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed.toArray());
      byte[] out = new byte[Math.min(maxBytes + 1, Math.max(SMALLEST_ROOM, 4 * packed.size()))];
      int size = 0;
      while (!inflater.finished() && size <= maxBytes) {
        if (size == out.length) {
          out = Arrays.copyOf(out, Math.min(maxBytes + 1, 2 * size));
        }
        int got = inflater.inflate(out, size, out.length - size);
        if (got == 0 && !inflater.finished()) {
          throw new MalformedException("a deflated extension that is cut off");
        }
        size += got;
      }
      if (size > maxBytes) {
        throw new MalformedException("an extension that inflates to more than " + maxBytes);
      }
      return Octets.of(out).part(0, size);
    } catch (DataFormatException e) {
      throw new MalformedException("a deflated extension that is none: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
