package io.peerwright.kit.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The two views of text. On the wire it is a string of bytes (each character 0..255), which servers
 * pass on untouched where the protocol names no charset. For people it is what these bytes most
 * likely mean: UTF-8 if they are valid UTF-8, else the charset of the old Windows clients.
 */
public final class WireText {

  private static final Charset LEGACY =
      Charset.isSupported("windows-1252")
          ? Charset.forName("windows-1252")
          : StandardCharsets.ISO_8859_1;

  private WireText() {}

  /** Readable text of a string of bytes. */
  public static String decode(String wire) {
    if (isAscii(wire)) {
      return wire;
    }
    byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, LEGACY);
    }
  }

  /** The string of bytes for a readable text: UTF-8, as it is. */
  public static String encode(String text) {
    return isAscii(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }
}
