package io.peerwright.api.overlay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one form of a value in each namespace that has one: Base32, hexadecimal, or escaped text. */
final class UrnValues {

  /** How a hash is written. */
  private record Form(int bytes, boolean base32) {

    String write(byte[] hash) {
      return base32 ? toBase32(hash) : hex(hash);
    }

    int base32Length() {
      return (bytes * 8 + 4) / 5;
    }
  }

  private static final Map<String, Form> FORMS =
      Map.of(
          Urn.SHA1, new Form(20, true),
          Urn.TIGER_TREE, new Form(24, true),
          Urn.BTIH, new Form(20, false),
          Urn.BTMH, new Form(34, false),
          Urn.ED2K, new Form(16, false),
          Urn.MD5, new Form(16, false));

  /** How a multihash of SHA-256 begins: the code of the function and the length. */
  private static final String SHA256 = "1220";

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String PLAIN = "-._~!$&'()*+,;=:@/";

  private UrnValues() {}

  static String canonical(String namespace, String value) {
    if (namespace.equals(Urn.USER) || namespace.equals(Urn.GROUP)) {
      return escape(unescape(value));
    }
    if (namespace.equals(Urn.BITPRINT)) {
      int dot = value.indexOf('.');
      if (dot < 0) {
        throw new IllegalArgumentException(
            "a bitprint is a SHA-1, a dot and a Tiger tree, this has no dot: \"" + value + "\"");
      }
      return canonical(Urn.SHA1, value.substring(0, dot))
          + "."
          + canonical(Urn.TIGER_TREE, value.substring(dot + 1));
    }
    Form form = FORMS.get(namespace);
    return form == null ? value : form.write(hash(namespace, value));
  }

  static byte[] hash(String namespace, String value) {
    Form form = FORMS.get(namespace);
    if (form == null) {
      throw new IllegalArgumentException("urn:" + namespace + " does not name content by a hash");
    }
    byte @Nullable [] hash = null;
    if (value.length() == form.bytes * 2) {
      hash = ofHex(value);
    } else if (value.length() == form.base32Length()) {
      hash = ofBase32(value, form.bytes);
    }
    if (hash == null || namespace.equals(Urn.BTMH) && !hex(hash).startsWith(SHA256)) {
      throw new IllegalArgumentException(
          String.format(
              "urn:%s takes %d hexadecimal digits%s, not \"%s\"",
              namespace,
              form.bytes * 2,
              namespace.equals(Urn.BTMH)
                  ? " that begin with " + SHA256
                  : " or " + form.base32Length() + " characters of Base32",
              value));
    }
    return hash;
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte @Nullable [] ofHex(String digits) {
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String toBase32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte b : bytes) {
      held = held << 8 | b & 0xff;
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(BASE32.charAt(held >> bits - 5 & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt(held << 5 - bits & 31));
    }
    return text.toString();
  }

  private static byte @Nullable [] ofBase32(String text, int length) {
    byte[] bytes = new byte[length];
    int held = 0;
    int bits = 0;
    int at = 0;
    for (char c : text.toCharArray()) {
      // A text in upper case can be longer: sharp s becomes SS.
      int digit = BASE32.indexOf(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
      if (digit < 0) {
        return null;
      }
      held = held << 5 | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >> bits);
      }
    }
    // Bits beyond the last byte would make several texts of one hash.
    return (held & (1 << bits) - 1) == 0 ? bytes : null;
  }

  static String escape(String name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
      if (letterOrDigit || PLAIN.indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return text.toString();
  }

  /** What is no escape stays as it is, so that a name that was never escaped is one, too. */
  static String unescape(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] raw = value.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%'
          && i + 2 < raw.length
          && HexFormat.isHexDigit(raw[i + 1])
          && HexFormat.isHexDigit(raw[i + 2])) {
        bytes.write(HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2]));
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
