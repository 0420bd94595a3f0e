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
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

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
    if (number < 0) {
      return field(Long.toString(number));
    }
    separate();
    int digits = 1;
    for (long rest = number; rest > 9; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = number;
    for (int i = at + digits; i > at; rest /= 10) {
      bytes[--i] = (byte) ('0' + rest % 10);
    }
    at += digits;
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
    bytes[at++] = '"';
    for (int i = from; i < from + count; i++) {
      byte b = text[i];
      bytes[at++] = b == '"' ? (byte) '\'' : b;
    }
    bytes[at++] = '"';
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

  private void hex(long number, int start) {
    for (int i = 0; i < 16; i++) {
      bytes[start + i] = HEX[(int) (number >>> 60 - 4 * i) & 15];
    }
  }

  private void room(int count) {
    if (at + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + count, 2 * bytes.length));
    }
  }
}
