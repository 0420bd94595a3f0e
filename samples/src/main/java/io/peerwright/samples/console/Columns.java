package io.peerwright.samples.console;

/** How much room text takes on a terminal: letters of East Asia and pictures take two columns. */
final class Columns {

  /** Where blocks of wide characters begin and end (Unicode, East Asian Width), in pairs. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf,
    0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6,
    0x1f300, 0x1faff, 0x20000, 0x3fffd
  };

  private Columns() {}

  /** How many columns it takes. */
  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  /** As much of it as fits. */
  static String cut(String text, int columns) {
    int used = 0;
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      used += of(point);
      if (used > columns) {
        return text.substring(0, at);
      }
      at += Character.charCount(point);
    }
    return text;
  }

  private static int of(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (point >= WIDE[i] && point <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }
}
