package io.peerwright.overlay.gnutella.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that never change and that are equal if they are the same: a part of a message. */
public final class Octets {

  /** No bytes. */
  public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

  private final byte[] bytes;
  private final int from;
  private final int size;

  private Octets(byte[] bytes, int from, int size) {
    this.bytes = bytes;
    this.from = from;
    this.size = size;
  }

  /** A copy of these bytes. */
  public static Octets of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes.clone(), 0, bytes.length);
  }

  /** A copy of what remains in a buffer, whose position stays. */
  public static Octets of(ByteBuffer buffer) {
    return of(buffer, buffer.position(), buffer.remaining());
  }

  /** A copy of a part of a buffer; absolute. */
  public static Octets of(ByteBuffer buffer, int at, int count) {
    if (count == 0) {
      return EMPTY;
    }
    byte[] copy = new byte[count];
    buffer.get(at, copy);
    return new Octets(copy, 0, count);
  }

  /** The bytes of a text of characters 0..255. */
  public static Octets latin1(String text) {
    return of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** From hexadecimal digits. */
  public static Octets hex(String digits) {
    return of(HexFormat.of().parseHex(digits));
  }

  /** How many. */
  public int size() {
    return size;
  }

  /** True for none. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** One of them, 0..255. */
  public int at(int index) {
    return bytes[from + checked(index)] & 0xff;
  }

  /** A part: a view. */
  public Octets part(int start, int count) {
    if (start < 0 || count < 0 || count > size - start) {
      throw new IndexOutOfBoundsException(start + " and " + count + " of " + size);
    }
    return count == 0 ? EMPTY : new Octets(bytes, from + start, count);
  }

  /** The place of the first byte of this value from there on; -1 if there is none. */
  public int indexOf(int value, int start) {
    for (int i = start; i < size; i++) {
      if (bytes[from + i] == (byte) value) {
        return i;
      }
    }
    return -1;
  }

  /** A view that cannot be written to; big-endian. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, from, size).slice().asReadOnlyBuffer();
  }

  /** A copy. */
  public byte[] toArray() {
    return Arrays.copyOfRange(bytes, from, from + size);
  }

  /** Each byte a character. */
  public String toLatin1() {
    return new String(bytes, from, size, StandardCharsets.ISO_8859_1);
  }

  /** Puts them into a buffer. */
  public void write(ByteBuffer out) {
    out.put(bytes, from, size);
  }

  private int checked(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that
        && Arrays.equals(bytes, from, from + size, that.bytes, that.from, that.from + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < from + size; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** Hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes, from, from + size);
  }
}
