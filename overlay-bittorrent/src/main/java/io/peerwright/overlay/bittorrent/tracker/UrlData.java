package io.peerwright.overlay.bittorrent.tracker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The options behind an announce over UDP (BEP 41), of which one is known: path and query. */
final class UrlData {

  private static final int END = 0;
  private static final int NOP = 1;
  private static final int URL_DATA = 2;

  private UrlData() {}

  /** Path and query that the client's URL had; empty if it did not tell, or not properly. */
  static String read(ByteBuffer options) {
    StringBuilder url = new StringBuilder();
    while (options.hasRemaining()) {
      int type = options.get();
      if (type == END) {
        break;
      }
      if (type == NOP) {
        continue;
      }
      int length = options.hasRemaining() ? options.get() & 0xff : 0;
      if (length > options.remaining()) {
        return "";
      }
      if (type == URL_DATA) {
        byte[] part = new byte[length];
        options.get(part);
        url.append(new String(part, StandardCharsets.ISO_8859_1));
      } else {
        options.position(options.position() + length);
      }
    }
    return url.toString();
  }
}
