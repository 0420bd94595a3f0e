package io.peerwright.overlay.gnutella.wire;

import java.nio.ByteBuffer;

/**
 * The numbers of Gnutella, which are little-endian but for IPv4 addresses and the flags of queries,
 * in buffers that are big-endian. All places are absolute, and no position is moved.
 */
public final class LittleEndian {

  private LittleEndian() {}

  /** Two bytes, 0..65535. */
  public static int unsignedShort(ByteBuffer bytes, int at) {
    return bytes.get(at) & 0xff | (bytes.get(at + 1) & 0xff) << 8;
  }

  /** Four bytes. */
  public static int integer(ByteBuffer bytes, int at) {
    return unsignedShort(bytes, at) | unsignedShort(bytes, at + 2) << 16;
  }

  /** Four bytes, 0..4294967295. */
  public static long unsignedInt(ByteBuffer bytes, int at) {
    return integer(bytes, at) & 0xffff_ffffL;
  }

  /** Writes the low two bytes of a number. */
  public static void putShort(ByteBuffer bytes, int at, int value) {
    bytes.put(at, (byte) value).put(at + 1, (byte) (value >> 8));
  }

  /** A number in as few bytes as it needs, the lowest first; none for 0. */
  public static byte[] shortest(long value) {
    byte[] bytes = new byte[(Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }

  /**
   * The number that all bytes say together, the lowest first.
   *
   * @return -1 if there are more than 8, or if it does not fit a long
   */
  public static long ofAny(Octets bytes) {
    if (bytes.size() > Long.BYTES) {
      return -1;
    }
    long value = 0;
    for (int i = bytes.size() - 1; i >= 0; i--) {
      value = value << 8 | bytes.at(i);
    }
    return Math.max(value, -1);
  }
}
