package io.peerwright.kit.index;

import java.util.Arrays;
import java.util.HexFormat;

/** A hash of 128 bits, such as an MD5, as two numbers. All zeros stand for none. */
final class Hash128 {

  static final int DIGITS = 32;

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] VALUES = values();

  private Hash128() {}

  /** True for 32 hexadecimal digits that are not all zeros. */
  static boolean isOne(byte[] text, int from, int count) {
    if (count != DIGITS) {
      return false;
    }
    int all = 0;
    for (int i = from; i < from + DIGITS; i++) {
      all |= VALUES[text[i] & 0xff];
    }
    return all > 0;
  }

  /** The number that half of the digits stand for. */
  static long half(byte[] text, int from) {
    long value = 0;
    for (int i = from; i < from + DIGITS / 2; i++) {
      value = value << 4 | VALUES[text[i] & 0xff];
    }
    return value;
  }

  static String text(long high, long low) {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /** Of each byte; negative if it is no digit. */
  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (int digit = 0; digit < 16; digit++) {
      values[Character.forDigit(digit, 16)] = (byte) digit;
      values[Character.toUpperCase(Character.forDigit(digit, 16))] = (byte) digit;
    }
    return values;
  }
}
