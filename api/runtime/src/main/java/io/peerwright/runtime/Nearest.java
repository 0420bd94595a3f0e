package io.peerwright.runtime;

import java.util.Collection;
import java.util.Locale;

/** Guesses which word was meant. */
final class Nearest {

  private Nearest() {}

  /** The candidate with the least edits, if that is less than about half of the word; else "". */
  static String to(String word, Collection<String> candidates) {
    String best = "";
    int least = Math.max(2, word.length() / 2) + 1;
    for (String candidate : candidates) {
      int edits = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * Levenshtein distance, by rows; long words are not compared, a stranger may have written them.
   */
  static int distance(String a, String b) {
    if (a.length() > 100 || b.length() > 100) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
