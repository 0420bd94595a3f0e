package io.peerwright.kit.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The start line and the fields of a message, whichever kind it is: what comes before the body.
 *
 * @param startLine without its end
 * @param fields what follows it
 */
public record HttpHead(String startLine, HttpFields fields) {

  /** More fields than any program has a use for. */
  static final int MAX_FIELDS = 100;

  /** Reads a whole head, the empty line included; bytes are taken as ISO 8859-1. */
  static HttpHead parse(byte[] bytes, int length, boolean lenient) throws HttpException {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
        if (end > start) {
          lines.add(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
        }
        start = i + 1;
        if (lines.size() > MAX_FIELDS + 1) {
          throw new HttpException(431, "more than " + MAX_FIELDS + " header fields");
        }
      }
    }
    return new HttpHead(lines.get(0), HttpFields.parse(lines.subList(1, lines.size()), lenient));
  }
}
