package io.peerwright.overlay.bittorrent.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes bencoded values (BEP 3). Keys are given in their sorted order; a writer that is handed
 * them otherwise is a mistake of the program and says so at once.
 */
public final class BWriter {

  private static final String IN_LIST = "";

  private byte[] bytes = new byte[256];
  private int length;

  /** For each open list or dictionary: {@link #IN_LIST}, or the last key behind a {@code d}. */
  private final Deque<String> open = new ArrayDeque<>();

  /** A writer that has written nothing. */
  public BWriter() {}

  /** Writes an integer. */
  public BWriter integer(long value) {
    ascii("i" + value + "e");
    return this;
  }

  /** Writes a text as UTF-8. */
  public BWriter string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a string of bytes. */
  public BWriter string(byte[] value) {
    return string(ByteBuffer.wrap(value));
  }

  /** Writes a string of bytes, up to the limit of the buffer, whose position stays. */
  public BWriter string(ByteBuffer value) {
    ascii(value.remaining() + ":");
    return raw(value);
  }

  /** Writes a value that is bencoded already, unchanged; the position of the buffer stays. */
  public BWriter raw(ByteBuffer encoded) {
    int count = encoded.remaining();
    room(count);
    encoded.get(encoded.position(), bytes, length, count);
    length += count;
    return this;
  }

  /** Opens a list. */
  public BWriter list() {
    ascii("l");
    open.push(IN_LIST);
    return this;
  }

  /** Opens a dictionary. */
  public BWriter dict() {
    ascii("d");
    open.push("d");
    return this;
  }

  /** Writes a key of the dictionary that was opened last, in ASCII. */
  public BWriter key(String key) {
    String last = open.peek();
    if (last == null || last.isEmpty() || last.length() > 1 && last.compareTo("d" + key) >= 0) {
      throw new IllegalStateException("the key \"" + key + "\" does not belong here");
    }
    open.pop();
    open.push("d" + key);
    return string(key.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Closes the list or dictionary that was opened last. */
  public BWriter end() {
    open.pop();
    ascii("e");
    return this;
  }

  /** What was written. */
  public byte[] toBytes() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open.size() + " lists or dictionaries are still open");
    }
    return Arrays.copyOf(bytes, length);
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
