package io.peerwright.overlay.hybrid.wire;

import io.peerwright.kit.text.WireText;

/**
 * The two views of text. On the wire it is a string of bytes (each character 0..255), which servers
 * pass on untouched, for the protocol names no charset. For people it is what these bytes most
 * likely mean: UTF-8 if they are valid UTF-8, else the charset of the old Windows clients.
 */
public final class NapText {

  private NapText() {}

  /** Readable text of a string of bytes. */
  public static String decode(String wire) {
    return WireText.decode(wire);
  }

  /** The string of bytes for a readable text: UTF-8, as it is. */
  public static String encode(String text) {
    return WireText.encode(text);
  }

  /**
   * As {@link #encode}, for a name that stands in quotes or before other fields: control characters
   * become underscores and double quotes apostrophes, as there is no way to write them.
   */
  public static String encodeName(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      safe.append(c == '"' ? '\'' : Character.isISOControl(c) ? '_' : c);
    }
    return encode(safe.toString());
  }
}
