package io.peerwright.kit.text;

/**
 * Text of strangers as a terminal or a log may show it: on one line, of bounded length, and without
 * anything that moves a cursor, changes a direction or cannot be seen.
 *
 * <p>Such characters are shown as escapes ({@code \n}, <code>&#92;u001b</code>, <code>
 * &#92;u{e0041}</code>), so that a reader sees that something was there, and what. The escapes are
 * for eyes: a backslash stays as it is, so the original cannot be had back from them.
 */
public final class SafeText {

  /** The longest text that {@link #of(String)} leaves whole, in characters. */
  public static final int MAX_CHARS = 1000;

  private static final char CUT = '…';

  private SafeText() {}

  /** One line of at most {@link #MAX_CHARS} characters, and one more if it was cut. */
  public static String of(String text) {
    return of(text, MAX_CHARS);
  }

  /**
   * One line of at most {@code maxChars} characters, and an ellipsis if it was cut. Never cuts a
   * character or an escape in two.
   */
  public static String of(String text, int maxChars) {
    // Nearly all text is harmless as it is.
    if (text.length() <= maxChars && text.chars().allMatch(SafeText::isPlain)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(Math.min(text.length(), maxChars) + 16);
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      int before = safe.length();
      append(safe, point);
      if (safe.length() > maxChars) {
        safe.setLength(before);
        return safe.append(CUT).toString();
      }
      at += Character.charCount(point);
    }
    return safe.toString();
  }

  private static boolean isPlain(int character) {
    return character >= ' ' && character <= '~';
  }

  private static void append(StringBuilder safe, int point) {
    if (isPlain(point) || isVisible(point)) {
      safe.appendCodePoint(point);
      return;
    }
    switch (point) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> safe.append(String.format(point < 0x10000 ? "\\u%04x" : "\\u{%x}", point));
    }
  }

  /**
   * False for control characters (C0, C1, DEL), format characters (directions, joiners, spaces of
   * no width, tags), separators of lines, halves of characters, and what no font shows.
   */
  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isBlankLetter(point);
    };
  }

  /** Letters and marks by their category, but drawn as nothing: they hide in names. */
  private static boolean isBlankLetter(int point) {
    return switch (point) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
      default -> point >= 0x180b && point <= 0x180f;
    };
  }
}
