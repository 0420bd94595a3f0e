package io.peerwright.overlay.gnutella.ggep;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;

/**
 * Consistent overhead byte stuffing (Cheshire and Baker): bytes without a NUL for bytes with some.
 * A byte says how many follow up to the next NUL, itself counted; 255 stands before 254 bytes after
 * which there is none. The NUL that would end the whole is left out.
 */
final class Cobs {

  private static final int LONGEST_RUN = 0xff;

  private Cobs() {}

  static Octets encode(Octets data) {
    byte[] out = new byte[data.size() + data.size() / (LONGEST_RUN - 1) + 1];
    int code = 0;
    int to = 1;
    for (int i = 0; i < data.size(); i++) {
      if (to - code == LONGEST_RUN) {
        out[code] = (byte) LONGEST_RUN;
        code = to++;
      }
      int value = data.at(i);
      if (value == 0) {
        out[code] = (byte) (to - code);
        code = to++;
      } else {
        out[to++] = (byte) value;
      }
    }
    out[code] = (byte) (to - code);
    return Octets.of(out).part(0, to);
  }

  static Octets decode(Octets stuffed) throws MalformedException {
    byte[] out = new byte[stuffed.size()];
    int to = 0;
    int from = 0;
    while (from < stuffed.size()) {
      int run = stuffed.at(from++);
      if (run == 0 || run - 1 > stuffed.size() - from) {
        throw new MalformedException("bytes that are not stuffed by COBS");
      }
      for (int i = 1; i < run; i++) {
        int value = stuffed.at(from++);
        if (value == 0) {
          throw new MalformedException("a NUL in what is stuffed by COBS");
        }
        out[to++] = (byte) value;
      }
      if (run < LONGEST_RUN && from < stuffed.size()) {
        out[to++] = 0;
      }
    }
    return Octets.of(out).part(0, to);
  }
}
