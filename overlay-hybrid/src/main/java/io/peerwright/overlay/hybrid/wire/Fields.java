package io.peerwright.overlay.hybrid.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of a message one after the other. Fields are split by spaces; one in double
 * quotes may contain spaces, and ends at the next quote or, if that is missing, at the end of the
 * message. There is no way to write a quote inside quotes.
 *
 * <p>Text comes as a string of bytes: each character is one byte, 0..255. {@link NapText} makes
 * readable text of it.
 */
public final class Fields {

  private static final int SPACE = ' ';
  private static final int QUOTE = '"';
  private static final long MAX_NUMBER = Long.MAX_VALUE / 10 - 1;

  private ByteBuffer body;
  private int at;
  private int from;
  private int to;

  /**
   * The fields of a message.
   *
   * @param body borrowed, read while fields are taken; its position does not move
   */
  public Fields(ByteBuffer body) {
    this.body = body;
    this.at = body.position();
  }

  /** Starts anew with another message. */
  public void reset(ByteBuffer other) {
    body = other;
    at = other.position();
    from = at;
    to = at;
  }

  /** True if a field is left, possibly an empty one in quotes. */
  public boolean hasNext() {
    skipSpaces();
    return at < body.limit();
  }

  /** Goes on to the next field; false if there is none. */
  public boolean next() {
    if (!hasNext()) {
      from = at;
      to = at;
      return false;
    }
    boolean quoted = body.get(at) == QUOTE;
    if (quoted) {
      at++;
    }
    from = at;
    int end = quoted ? QUOTE : SPACE;
    while (at < body.limit() && body.get(at) != end) {
      at++;
    }
    to = at;
    if (at < body.limit()) {
      at++;
    }
    return true;
  }

  /** The field. */
  public String text() {
    return string(from, to);
  }

  /** True if the field is this ASCII word, in any case. */
  public boolean is(String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (upper(body.get(from + i)) != upper(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The field as a decimal number of any length up to that of a long; -1 if it is none. */
  public long number() {
    if (from == to) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = body.get(i) - '0';
      if (digit < 0 || digit > 9 || value > MAX_NUMBER) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /**
   * The next field.
   *
   * @throws MalformedException if there is none
   */
  public String nextText() throws MalformedException {
    require();
    return text();
  }

  /**
   * The next field as a number.
   *
   * @return -1 if it is no decimal number
   * @throws MalformedException if there is none
   */
  public long nextNumber() throws MalformedException {
    require();
    return number();
  }

  /** All that is left, without the spaces in front; empty if nothing is. */
  public String rest() {
    skipSpaces();
    String text = string(at, body.limit());
    at = body.limit();
    return text;
  }

  private void require() throws MalformedException {
    if (!next()) {
      throw new MalformedException();
    }
  }

  private void skipSpaces() {
    while (at < body.limit() && body.get(at) == SPACE) {
      at++;
    }
  }

  private String string(int start, int end) {
    if (start == end) {
      return "";
    }
    if (body.hasArray()) {
      return new String(
          body.array(), body.arrayOffset() + start, end - start, StandardCharsets.ISO_8859_1);
    }
    byte[] bytes = new byte[end - start];
    body.get(start, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static int upper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }
}
