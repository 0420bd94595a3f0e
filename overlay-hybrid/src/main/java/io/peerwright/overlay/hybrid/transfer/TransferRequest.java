package io.peerwright.overlay.hybrid.transfer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the side that connects asks for on a data port: {@code GET} or {@code SEND}, then {@code
 * nick "file" number} (napster.txt, section 4). Nothing ends the request but the end of its last
 * digit, so whoever reads it has to decide whether the number may go on.
 *
 * @param kind what is asked for
 * @param nick of the side that connects
 * @param file as the sharing side calls it
 * @param number the offset of a GET, the size of a SEND
 * @param ended true if something other than a digit followed the number
 */
record TransferRequest(Kind kind, String nick, String file, long number, boolean ended) {

  /** The answer to one that cannot be met. */
  static final String INVALID_REQUEST = "INVALID REQUEST";

  /** The answer to one for what is not shared, or not any more. */
  static final String FILE_NOT_SHARED = "FILE NOT SHARED";

  /** Longest request, in bytes. */
  static final int MAX_BYTES = 4096;

  private static final int MAX_NICK = 64;
  private static final int MAX_DIGITS = 18;

  /** What is asked for. */
  enum Kind {
    GET,
    SEND
  }

  /** The request cannot become a good one, whatever follows. */
  static final class BadRequest extends Exception {

    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
      super(message, null, false, false);
    }
  }

  /** True if more digits cannot follow: something else did, or a zero stands in front. */
  boolean isFinal() {
    return ended || number == 0;
  }

  /**
   * Reads a request.
   *
   * @param bytes what has arrived so far, from 0 to {@code count}
   * @return null if more is needed
   */
  static @Nullable TransferRequest parse(byte[] bytes, int count) throws BadRequest {
    String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    Kind kind = kind(text);
    if (kind == null) {
      return null;
    }
    int at = skipSpaces(text, kind.name().length());
    int space = text.indexOf(' ', at);
    if ((space < 0 ? count : space) - at > MAX_NICK) {
      throw new BadRequest("nick too long");
    }
    if (space < 0) {
      return null;
    }
    int open = skipSpaces(text, space);
    if (open == count) {
      return null;
    }
    if (space == at || text.charAt(open) != '"') {
      throw new BadRequest("no nick, or no file in quotes");
    }
    int close = text.indexOf('"', open + 1);
    if (close < 0) {
      return null;
    }
    return number(kind, text.substring(at, space), text.substring(open + 1, close), text, close);
  }

  private static @Nullable Kind kind(String text) throws BadRequest {
    for (Kind kind : Kind.values()) {
      String word = kind.name();
      if (text.startsWith(word)) {
        return kind;
      }
      if (word.startsWith(text)) {
        return null;
      }
    }
    throw new BadRequest("neither GET nor SEND");
  }

  private static @Nullable TransferRequest number(
      Kind kind, String nick, String file, String text, int close) throws BadRequest {
    int from = skipSpaces(text, close + 1);
    int to = from;
    while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
      to++;
    }
    if (to - from > MAX_DIGITS || to == from && from < text.length() || file.isEmpty()) {
      throw new BadRequest("no file, or no number after it");
    }
    if (to == from) {
      return null;
    }
    long number = Long.parseLong(text.substring(from, to));
    return new TransferRequest(kind, nick, file, number, to < text.length());
  }

  private static int skipSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
