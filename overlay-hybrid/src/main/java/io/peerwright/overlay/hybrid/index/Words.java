package io.peerwright.overlay.hybrid.index;

import io.peerwright.overlay.hybrid.wire.NapText;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a name or a query apart into words: runs of letters and digits, in lower case and without
 * accents, as bytes of UTF-8. One object is used again and again.
 */
public final class Words {

  /** Longer words are told apart by this many bytes. */
  static final int MAX_WORD_BYTES = 64;

  private byte[] bytes = new byte[256];
  private int length;
  private int from;
  private int to;

  /** With no text yet. */
  Words() {}

  /** All words of a readable text, in their order, as the index knows them. */
  public static List<String> list(String text) {
    Words words = new Words();
    words.of(NapText.encode(text));
    List<String> all = new ArrayList<>();
    while (words.next()) {
      all.add(new String(words.bytes, words.from, words.size(), StandardCharsets.UTF_8));
    }
    return all;
  }

  /** Starts with a text. */
  void of(String wire) {
    of(wire, 0, wire.length());
  }

  /** Starts with a part of a text. */
  void of(String wire, int start, int end) {
    from = 0;
    to = 0;
    length = 0;
    room(end - start);
    for (int i = start; i < end; i++) {
      char c = wire.charAt(i);
      if (c > 0x7f) {
        fold(NapText.decode(wire.substring(start, end)));
        return;
      }
      bytes[length++] = (byte) fold(c);
    }
  }

  /**
   * Starts with the part of a path that can be searched for.
   *
   * @param depth how many names from the end; 0 for all
   * @param suffix whether what follows the last dot counts
   */
  void ofPath(String path, int depth, boolean suffix) {
    int end = path.length();
    int start = path.length();
    int names = 0;
    while (start > 0) {
      char before = path.charAt(start - 1);
      boolean separator = before == '\\' || before == '/';
      if (separator && ++names == depth) {
        break;
      }
      if (before == '.' && names == 0 && !suffix && end == path.length()) {
        end = start - 1;
      }
      start--;
    }
    of(path, start, Math.max(start, end));
  }

  /** Goes on to the next word; false if there is none. */
  boolean next() {
    from = to;
    while (from < length && bytes[from] == ' ') {
      from++;
    }
    to = from;
    while (to < length && bytes[to] != ' ') {
      to++;
    }
    return from < to;
  }

  /** The memory that the word stands in. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the word begins. */
  int start() {
    return from;
  }

  /** The word's length in bytes. */
  int size() {
    return Math.min(to - from, MAX_WORD_BYTES);
  }

  private void fold(String text) {
    length = 0;
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(plain.length());
    plain
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .map(c -> Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : ' ')
        .forEach(folded::appendCodePoint);
    byte[] utf8 = folded.toString().getBytes(StandardCharsets.UTF_8);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, 0, utf8.length);
    length = utf8.length;
  }

  private static int fold(char c) {
    if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
      return c;
    }
    return c >= 'A' && c <= 'Z' ? c + 32 : ' ';
  }

  private void room(int count) {
    if (count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(count, 2 * bytes.length));
    }
  }
}
