package io.peerwright.kit.index;

import io.peerwright.kit.text.WireText;
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

  /** What each ASCII character becomes; 0 for what is not ASCII. */
  private static final byte[] FOLDED = folded();

  private byte[] bytes = new byte[256];
  private int length;
  private int from;
  private int to;

  /** With no text yet. */
  Words() {}

  /** All words of a readable text, in their order, as the index knows them. */
  public static List<String> list(String text) {
    return list(text, MAX_WORD_BYTES);
  }

  /** All words of a readable text, in their order, however long they are. */
  public static List<String> whole(String text) {
    return list(text, Integer.MAX_VALUE);
  }

  private static List<String> list(String text, int maxBytes) {
    Words words = new Words();
    words.of(WireText.encode(text));
    List<String> all = new ArrayList<>();
    while (words.next()) {
      int size = Math.min(words.to - words.from, maxBytes);
      all.add(new String(words.bytes, words.from, size, StandardCharsets.UTF_8));
    }
    return all;
  }

  /** Starts with a text, a string of bytes. */
  void of(String wire) {
    byte[] text = wire.getBytes(StandardCharsets.ISO_8859_1);
    of(text, 0, text.length);
  }

  /** Starts with a part of a text. */
  void of(byte[] text, int start, int end) {
    from = 0;
    to = 0;
    length = 0;
    room(end - start);
    for (int i = start; i < end; i++) {
      byte folded = FOLDED[text[i] & 0xff];
      if (folded == 0) {
        String wire = new String(text, start, end - start, StandardCharsets.ISO_8859_1);
        fold(WireText.decode(wire));
        return;
      }
      bytes[length++] = folded;
    }
  }

  /**
   * Starts with the part of a path that can be searched for.
   *
   * @param depth how many names from the end; 0 for all
   * @param suffix whether what follows the last dot counts
   */
  void ofPath(byte[] path, int pathFrom, int count, int depth, boolean suffix) {
    int end = pathFrom + count;
    int start = depth == 0 && suffix ? pathFrom : end;
    int names = 0;
    while (start > pathFrom) {
      byte before = path[start - 1];
      boolean separator = before == '\\' || before == '/';
      if (separator && ++names == depth) {
        break;
      }
      if (before == '.' && names == 0 && !suffix && end == pathFrom + count) {
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

  private static byte[] folded() {
    byte[] folded = new byte[256];
    for (int c = 0; c < 0x80; c++) {
      boolean word = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      folded[c] = (byte) (word ? Character.toLowerCase(c) : ' ');
    }
    return folded;
  }

  private void room(int count) {
    if (count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(count, 2 * bytes.length));
    }
  }
}
