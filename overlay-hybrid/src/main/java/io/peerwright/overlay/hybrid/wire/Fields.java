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

  private byte[] bytes = {};
  private int limit;
  private int at;
  private int from;
  private int to;

  /**
   * The fields of a message.
   *
   * @param body borrowed, read while fields are taken; its position does not move
   */
  public Fields(ByteBuffer body) {
    if (body.hasArray()) {
      int offset = body.arrayOffset();
      reset(body.array(), offset + body.position(), offset + body.limit());
    } else {
      byte[] copy = new byte[body.remaining()];
      body.get(body.position(), copy);
      reset(copy, 0, copy.length);
    }
  }

  /** The fields of messages that are given by {@link #reset}. */
  public Fields() {}

  /** Starts anew with another message, which is borrowed while fields are taken. */
  public void reset(byte[] array, int start, int end) {
    bytes = array;
    limit = end;
    at = start;
    from = start;
    to = start;
  }

  /** True if a field is left, possibly an empty one in quotes. */
  public boolean hasNext() {
    skipSpaces();
    return at < limit;
  }

  /** Goes on to the next field; false if there is none. */
  public boolean next() {
    if (!hasNext()) {
      from = at;
      to = at;
      return false;
    }
    boolean quoted = bytes[at] == QUOTE;
    from = quoted ? at + 1 : at;
    int end = quoted ? QUOTE : SPACE;
    int position = from;
    while (position < limit && bytes[position] != end) {
      position++;
    }
    to = position;
    at = position < limit ? position + 1 : position;
    return true;
  }

  /** The memory that the field stands in, from {@link #start()} on. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the field begins. */
  public int start() {
    return from;
  }

  /** The number of its bytes. */
  public int size() {
    return to - from;
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
      if (upper(bytes[from + i]) != upper(word.charAt(i))) {
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
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || value > MAX_NUMBER) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /**
   * Goes on to the next field.
   *
   * @throws MalformedException if there is none
   */
  public void require() throws MalformedException {
    if (!next()) {
      throw new MalformedException();
    }
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
    String text = string(at, limit);
    at = limit;
    return text;
  }

  private void skipSpaces() {
    while (at < limit && bytes[at] == SPACE) {
      at++;
    }
  }

  private String string(int start, int end) {
    if (start == end) {
      return "";
    }
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static int upper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }
}
