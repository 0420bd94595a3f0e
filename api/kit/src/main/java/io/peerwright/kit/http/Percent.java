package io.peerwright.kit.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of bytes (RFC 3986, section 2.1). */
public final class Percent {

  private static final String HEX = "0123456789ABCDEF";

  private Percent() {}

  /** Writes bytes so that they can stand in a query: all but letters, digits and -._~ escaped. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(3 * bytes.length);
    for (byte each : bytes) {
      boolean letter = each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z';
      if (letter || each >= '0' && each <= '9' || each > 0 && "-._~".indexOf(each) >= 0) {
        text.append((char) each);
      } else {
        text.append('%').append(HEX.charAt(each >> 4 & 15)).append(HEX.charAt(each & 15));
      }
    }
    return text.toString();
  }

  /** Writes text in UTF-8 as {@link #encode(byte[])} does. */
  public static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #encode(byte[])} wrote, and all that others write: {@code +} is a space.
   *
   * @throws HttpException if a percent sign is not followed by two hexadecimal digits
   */
  public static byte[] decode(String text) throws HttpException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        boolean whole = i + 2 < text.length();
        int high = whole ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = whole ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new HttpException(400, "a percent sign without two hexadecimal digits");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }
}
