package io.peerwright.overlay.bittorrent.tracker;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * 20 bytes: an info-hash or a peer id.
 *
 * @param high the first eight bytes
 * @param middle the next eight
 * @param low the last four
 */
public record Id20(long high, long middle, int low) implements Comparable<Id20> {

  /** How many bytes. */
  public static final int BYTES = 20;

  /** Takes the next 20 bytes off a big-endian buffer. */
  public static Id20 read(ByteBuffer source) {
    return new Id20(source.getLong(), source.getLong(), source.getInt());
  }

  /**
   * The 20 bytes as one.
   *
   * @throws IllegalArgumentException on another length
   */
  public static Id20 of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("must have 20 bytes, has " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  /**
   * Reads 40 hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Id20 parse(String hex) {
    if (!hex.matches("[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException(
          "an info-hash has 40 hexadecimal digits, this has not: \"" + hex + "\"");
    }
    return of(HexFormat.of().parseHex(hex));
  }

  /** Puts the 20 bytes into a big-endian buffer. */
  public void write(ByteBuffer target) {
    target.putLong(high).putLong(middle).putInt(low);
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    write(bytes);
    return bytes.array();
  }

  /** By the bytes, as unsigned numbers. */
  @Override
  public int compareTo(Id20 other) {
    int order = Long.compareUnsigned(high, other.high);
    if (order == 0) {
      order = Long.compareUnsigned(middle, other.middle);
    }
    return order != 0 ? order : Integer.compareUnsigned(low, other.low);
  }

  /** 40 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
