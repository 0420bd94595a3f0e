package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.kit.index.Words;
import io.peerwright.kit.text.WireText;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The words of names and queries as servents split them: runs of letters and digits, in lower case,
 * without accents (NFKD), composed again (NFC).
 */
public final class Keywords {

  /** Shorter words, in bytes of UTF-8, are in no table and are looked up in none. */
  static final int SHORTEST = 3;

  /** How many characters are cut off a word's end, one after the other. */
  private static final int MAX_CUTS = 5;

  private Keywords() {}

  /** The words of a readable text, in their order. */
  public static List<String> of(String text) {
    return Words.whole(text).stream().map(Keywords::composed).toList();
  }

  private static String composed(String word) {
    return Normalizer.isNormalized(word, Normalizer.Form.NFC)
        ? word
        : Normalizer.normalize(word, Normalizer.Form.NFC);
  }

  /**
   * What a table holds for these names: each word, and what is left of it when up to {@value
   * #MAX_CUTS} characters are cut off its end, as long as that has more than {@value #SHORTEST}
   * bytes.
   */
  public static Set<String> forTable(Collection<String> names) {
    Set<String> words = new TreeSet<>();
    names.forEach(name -> forEach(name, words::add));
    return words;
  }

  /** Tells what a table holds for one name, some of it twice. */
  static void forEach(String name, Consumer<String> words) {
    for (String word : of(name)) {
      if (bytes(word) >= SHORTEST) {
        words.accept(word);
        startsOf(word, words);
      }
    }
  }

  private static void startsOf(String word, Consumer<String> words) {
    String start = word;
    for (int i = 0; i < MAX_CUTS; i++) {
      start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
      if (bytes(start) <= SHORTEST) {
        return;
      }
      words.accept(start);
    }
  }

  /** How long a word is in UTF-8. */
  static int bytes(String word) {
    return WireText.encode(word).length();
  }
}
