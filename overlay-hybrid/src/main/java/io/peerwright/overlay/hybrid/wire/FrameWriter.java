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
    return field(Long.toString(number));
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

  private void room(int count) {
    if (at + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + count, 2 * bytes.length));
    }
  }
}
