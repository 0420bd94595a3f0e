package io.peerwright.overlay.hybrid.index;

import java.util.HexFormat;

/** An md5 as two numbers. All zeros is what clients send that have none. */
final class Md5 {

  private static final int DIGITS = 32;
  private static final HexFormat HEX = HexFormat.of();

  private Md5() {}

  static boolean isMd5(String text) {
    if (text.length() != DIGITS) {
      return false;
    }
    boolean zero = true;
    for (int i = 0; i < DIGITS; i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
      zero &= text.charAt(i) == '0';
    }
    return !zero;
  }

  static long half(String text, int from) {
    return HexFormat.fromHexDigitsToLong(text, from, from + DIGITS / 2);
  }

  static String text(long high, long low) {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
