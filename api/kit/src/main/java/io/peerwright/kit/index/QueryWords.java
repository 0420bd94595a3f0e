package io.peerwright.kit.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The words of a query as terms. */
final class QueryWords {

  private static final int MAX_WORDS = 64;

  private final TermTable terms;
  private final Words words;
  private int[] wanted = new int[8];
  private int[] unwanted = new int[4];
  private int wantedCount;
  private int unwantedCount;
  private boolean anyWanted;
  private boolean hopeless;

  QueryWords(TermTable terms, Words words) {
    this.terms = terms;
    this.words = words;
  }

  /** Looks the words up. */
  QueryWords of(IndexQuery query) {
    for (String text : query.contains()) {
      contains(text);
    }
    for (String text : query.excludes()) {
      words.of(text);
      exclude();
    }
    return this;
  }

  /** True if there is a word to look for. */
  boolean hasWords() {
    return anyWanted;
  }

  /** True if one of the words is in no document. */
  boolean isHopeless() {
    return hopeless;
  }

  Intersection intersection() {
    return new Intersection(
        terms, Arrays.copyOf(wanted, wantedCount), Arrays.copyOf(unwanted, unwantedCount));
  }

  private void contains(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (end < bytes.length && bytes[end] != ' ') {
        end++;
      }
      boolean minus = bytes[at] == '-';
      words.of(bytes, at, end);
      if (minus) {
        exclude();
      } else {
        want();
      }
      at = end + 1;
    }
  }

  private void want() {
    while (words.next()) {
      anyWanted = true;
      int term = terms.find(words.bytes(), words.start(), words.size());
      if (term == TermTable.NONE || wantedCount == MAX_WORDS) {
        hopeless = true;
        return;
      }
      wanted = put(wanted, wantedCount++, term);
    }
  }

  private void exclude() {
    while (words.next()) {
      int term = terms.find(words.bytes(), words.start(), words.size());
      if (term != TermTable.NONE && unwantedCount < MAX_WORDS) {
        unwanted = put(unwanted, unwantedCount++, term);
      }
    }
  }

  private static int[] put(int[] list, int at, int term) {
    int[] target = at < list.length ? list : Arrays.copyOf(list, 2 * at);
    target[at] = term;
    return target;
  }
}
