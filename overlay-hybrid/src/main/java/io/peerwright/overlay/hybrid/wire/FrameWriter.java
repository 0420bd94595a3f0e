package io.peerwright.overlay.hybrid.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes frames one after the other into one growing buffer, so that they can leave in one write:
 * {@code writer.begin(type).field(nick).quoted(file)}. A frame ends where the next one begins.
 *
 * <p>Text is given as a string of bytes, each character 0..255; others become a question mark. See
 * {@link NapText#encode}.
 */
public final class FrameWriter {

  private static final int FIRST_CAPACITY = 256;

  /** Two digits for each byte. */
  private static final byte[] HEX = pairs(16);

  /** Two digits for each number below 100. */
  private static final byte[] PAIRS = pairs(10);

  /** To multiply by this and to shift is to divide by 100, exactly, for all numbers of 31 bits. */
  private static final long HUNDREDTH = 1_374_389_535L;

  private static final int HUNDREDTH_SHIFT = 37;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int frame;
  private int at;
  private boolean open;

  /** Begins a frame. */
  public FrameWriter begin(int type) {
    finish();
    room(Frame.HEADER_BYTES);
    frame = at;
    bytes[at + 2] = (byte) type;
    bytes[at + 3] = (byte) (type >> 8);
    at += Frame.HEADER_BYTES;
    open = true;
    return this;
  }

  /** A field as it is; one with spaces in it reads as several. */
  public FrameWriter field(String text) {
    separate();
    latin(text);
    return this;
  }

  /** A decimal number. */
  public FrameWriter field(long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      return field(Long.toString(number));
    }
    separate();
    int count = digits((int) number);
    room(count);
    at += count;
    decimal((int) number, at);
    return this;
  }

  /** A number of 128 bits in 32 hexadecimal digits. */
  public FrameWriter hex(long high, long low) {
    separate();
    room(32);
    hex(high, at);
    hex(low, at + 16);
    at += 32;
    return this;
  }

  /** Fields as they are. */
  public FrameWriter fields(byte[] text) {
    separate();
    room(text.length);
    System.arraycopy(text, 0, bytes, at, text.length);
    at += text.length;
    return this;
  }

  /** Fields of an earlier frame again, which stand from {@code from} on before {@code to}. */
  public FrameWriter again(int from, int to) {
    separate();
    room(to - from);
    System.arraycopy(bytes, from, bytes, at, to - from);
    at += to - from;
    return this;
  }

  /** A field in quotes; quotes in it, which nobody could read back, become apostrophes. */
  public FrameWriter quoted(String text) {
    separate();
    room(text.length() + 2);
    bytes[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes[at++] = (byte) (c == '"' ? '\'' : c > 0xff ? '?' : c);
    }
    bytes[at++] = '"';
    return this;
  }

  /** As {@link #quoted(String)}, of bytes. */
  public FrameWriter quoted(byte[] text, int from, int count) {
    separate();
    room(count + 2);
    byte[] target = bytes;
    int start = at + 1;
    int end = start + count;
    target[at] = '"';
    System.arraycopy(text, from, target, start, count);
    for (int i = start; i < end; i++) {
      if (target[i] == '"') {
        target[i] = '\'';
      }
    }
    target[end] = '"';
    at = end + 1;
    return this;
  }

  /** Whole frames of another writer. */
  public FrameWriter frames(ByteBuffer whole) {
    finish();
    int count = whole.remaining();
    room(count);
    whole.get(bytes, at, count);
    at += count;
    return this;
  }

  /** The bytes written since the last {@link #clear()}. */
  public int size() {
    return at;
  }

  /** All frames: a view, valid until the next change. */
  public ByteBuffer buffer() {
    finish();
    return ByteBuffer.wrap(bytes, 0, at);
  }

  /** Forgets what was written and keeps the memory. */
  public void clear() {
    open = false;
    at = 0;
  }

  private void finish() {
    if (!open) {
      return;
    }
    open = false;
    int length = at - frame - Frame.HEADER_BYTES;
    if (length > Frame.MAX_BODY_BYTES) {
      at = frame;
      return;
    }
    bytes[frame] = (byte) length;
    bytes[frame + 1] = (byte) (length >> 8);
  }

  private void separate() {
    if (at > frame + Frame.HEADER_BYTES) {
      room(1);
      bytes[at++] = ' ';
    }
  }

  private void latin(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes[at++] = (byte) (c > 0xff ? '?' : c);
    }
  }

  private static int digits(int number) {
    int digits = 1;
    for (long power = 10; power <= number; power *= 10) {
      digits++;
    }
    return digits;
  }

  /**
   * Writes a number that ends before {@code end}, two digits at a time, with a multiplication in
   * place of each division.
   */
  private void decimal(int number, int end) {
    byte[] target = bytes;
    int to = end;
    int rest = number;
    while (rest > 9) {
      int hundreds = (int) (rest * HUNDREDTH >>> HUNDREDTH_SHIFT);
      int pair = 2 * (rest - 100 * hundreds);
      target[--to] = PAIRS[pair + 1];
      target[--to] = PAIRS[pair];
      rest = hundreds;
    }
    if (rest > 0 || to == end) {
      target[--to] = (byte) ('0' + rest);
    }
  }

  private void hex(long number, int start) {
    byte[] target = bytes;
    byte[] digits = HEX;
    int to = start;
    for (int half = 32; half >= 0; half -= 32) {
      int word = (int) (number >>> half);
      for (int shift = 24; shift >= 0; shift -= 8) {
        int pair = (word >>> shift & 0xff) << 1;
        target[to] = digits[pair];
        target[to + 1] = digits[pair + 1];
        to += 2;
      }
    }
  }

  private static byte[] pairs(int base) {
    byte[] pairs = new byte[2 * base * base];
    for (int number = 0; number < base * base; number++) {
      pairs[2 * number] = (byte) Character.forDigit(number / base, base);
      pairs[2 * number + 1] = (byte) Character.forDigit(number % base, base);
    }
    return pairs;
  }

  private void room(int count) {
    if (at + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + count, 2 * bytes.length));
    }
  }
}
