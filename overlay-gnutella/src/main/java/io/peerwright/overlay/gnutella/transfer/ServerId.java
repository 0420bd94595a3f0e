package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.overlay.gnutella.message.Guid;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The GUID of a servent as requests to push proxies have it: 26 characters of Base32 (RFC 4648).
 */
final class ServerId {

  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 26;
  private static final int DIGIT_BITS = 5;

  /** Behind 128 bits two more, both 0, fill the last digit. */
  private static final int FILL_BITS = LENGTH * DIGIT_BITS - Byte.SIZE * Guid.BYTES;

  private ServerId() {}

  static String of(Guid guid) {
    BigInteger number = new BigInteger(guid.toString(), 16).shiftLeft(FILL_BITS);
    StringBuilder text = new StringBuilder(LENGTH);
    for (int shift = (LENGTH - 1) * DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
      text.append(DIGITS.charAt(number.shiftRight(shift).intValue() & DIGITS.length() - 1));
    }
    return text.toString();
  }

  /** Reads one, or 32 hexadecimal digits; null if it is neither. */
  static @Nullable Guid parse(String text) {
    try {
      return text.length() == LENGTH ? base32(text) : Guid.parse(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  private static Guid base32(String text) {
    BigInteger number = BigInteger.ZERO;
    for (char c : text.toCharArray()) {
      int digit = DIGITS.indexOf(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
      if (digit < 0) {
        throw new IllegalArgumentException("not Base32: " + c);
      }
      number = number.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digit));
    }
    BigInteger bits = number.shiftRight(FILL_BITS);
    ByteBuffer halves = ByteBuffer.allocate(Guid.BYTES);
    halves.putLong(bits.shiftRight(Long.SIZE).longValue()).putLong(bits.longValue()).flip();
    return new Guid(halves.getLong(), halves.getLong());
  }
}
