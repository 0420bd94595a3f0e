package io.peerwright.kit.index;

import io.peerwright.kit.text.WireText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds what one peer shares by the beginnings of words: from each word of a name to the numbers of
 * the files that have it, and the words in their order besides. For what many peers share there is
 * {@link ShareIndex}.
 *
 * <p>A search walks along the files of the wanted beginning that is rarest. Other words that begin
 * only one known word are looked up on the way, as in {@link ShareIndex}; of a file that is left,
 * the words are read. A word that begins another wanted one narrows nothing and is left out, so no
 * known word is looked at twice. What a search costs is bounded, so that of two beginnings which
 * are both in very many names, but in few together, some files may be missed.
 *
 * <p>Used by one thread at a time.
 */
public final class WordIndex {

  /** Tells the names of the files that are in the index. */
  @FunctionalInterface
  public interface Names {

    /** What {@link #line} makes of the name of a file. */
    String line(int file);
  }

  /** How many files a search looks at. */
  static final int MAX_LOOKED_AT = 20_000;

  private static final int MAX_WORDS = 64;

  /** So many known words that begin as wanted cost as much as a file that is looked at. */
  private static final int WORDS_OF_A_FILE = 32;

  private static final int[] NOTHING = {};

  private final TermTable terms;
  private final OrderedTerms order;
  private final Words words = new Words();
  private int lookedAt;

  /**
   * An empty index.
   *
   * @param seed of the hash functions; not to be known to those who name files
   */
  public WordIndex(long seed) {
    terms = new TermTable(new Hash(seed));
    order = new OrderedTerms(terms);
  }

  /** The words of a readable name, each with a space before it. */
  public static String line(String name) {
    List<String> all = Words.list(name);
    return all.isEmpty() ? "" : " " + String.join(" ", all);
  }

  /**
   * Whether all words of a text begin words of a name.
   *
   * @param beginnings what {@link #line} makes of the text, word by word
   * @param line what it makes of the name
   */
  public static boolean matches(List<String> beginnings, String line) {
    for (String each : beginnings) {
      if (!line.contains(each)) {
        return false;
      }
    }
    return !beginnings.isEmpty();
  }

  /** The words of a text as {@link #matches} takes them; none if there are very many. */
  public static List<String> beginnings(String text) {
    List<String> all = Words.list(text);
    return narrowing(all).stream().mapToObj(word -> " " + all.get(word)).toList();
  }

  /** Which words begin no other wanted one; none if there are very many words. */
  private static BitSet narrowing(List<String> all) {
    BitSet narrowing = new BitSet();
    for (int i = 0; all.size() <= MAX_WORDS && i < all.size(); i++) {
      narrowing.set(i, !isImplied(all, i));
    }
    return narrowing;
  }

  /** Whether another word begins with this one, or is the same and comes before it. */
  private static boolean isImplied(List<String> all, int word) {
    String beginning = all.get(word);
    for (int i = 0; i < all.size(); i++) {
      String other = all.get(i);
      if (i != word && other.startsWith(beginning) && (i < word || !other.equals(beginning))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds a file.
   *
   * @param file its number, higher than all that were added before
   * @param name readable
   */
  public void add(int file, String name) {
    words.of(WireText.encode(name));
    while (words.next()) {
      int known = terms.find(words.bytes(), words.start(), words.size());
      int term = known;
      if (known == TermTable.NONE) {
        term = terms.findOrAdd(words.bytes(), words.start(), words.size());
        order.add(term);
      }
      if (!terms.endsWith(term, file)) {
        terms.append(term, file);
      }
    }
  }

  /** Takes away a file, which was added under this name. */
  public void remove(int file, String name) {
    words.of(WireText.encode(name));
    while (words.next()) {
      int term = terms.find(words.bytes(), words.start(), words.size());
      // A name may have a word twice.
      if (term != TermTable.NONE && terms.has(term, file)) {
        if (terms.count(term) == 1) {
          order.remove(term);
        }
        terms.remove(term, file);
      }
    }
  }

  /** How many files the last {@link #search} has looked at, and words for them: what it cost. */
  public int lookedAt() {
    return lookedAt;
  }

  /**
   * The files in whose names all words of a text occur as beginnings of words.
   *
   * @param limit how many at most
   */
  public int[] search(String text, int limit, Names names) {
    lookedAt = 0;
    List<String> all = Words.list(text);
    BitSet narrowing = narrowing(all);
    if (narrowing.isEmpty()) {
      return NOTHING;
    }
    List<String> beginnings = new ArrayList<>();
    List<int[]> ranges = new ArrayList<>();
    int rarest = 0;
    long fewest = Long.MAX_VALUE;
    words.of(WireText.encode(text));
    for (int i = 0; words.next(); i++) {
      if (!narrowing.get(i)) {
        continue;
      }
      beginnings.add(" " + all.get(i));
      int start = words.start();
      int[] range =
          order.beginningWith(Arrays.copyOfRange(words.bytes(), start, start + words.size()));
      lookedAt += range.length / WORDS_OF_A_FILE;
      long files = files(range);
      if (files == 0) {
        return NOTHING;
      }
      if (files < fewest) {
        fewest = files;
        rarest = ranges.size();
      }
      ranges.add(range);
    }
    return walk(ranges.toArray(int[][]::new), rarest, beginnings, limit, names);
  }

  private long files(int[] range) {
    long files = 0;
    for (int term : range) {
      files += terms.count(term);
    }
    return files;
  }

  private int[] walk(int[][] ranges, int rarest, List<String> beginnings, int limit, Names names) {
    int[] wanted = new int[ranges.length];
    int single = 1;
    List<String> loose = new ArrayList<>();
    for (int i = 0; i < ranges.length; i++) {
      if (i != rarest && ranges[i].length == 1) {
        wanted[single++] = ranges[i][0];
      } else if (i != rarest) {
        loose.add(beginnings.get(i));
      }
    }
    int[] found = new int[Math.min(limit, 16)];
    int count = 0;
    for (int term : ranges[rarest]) {
      wanted[0] = term;
      Intersection files = new Intersection(terms, Arrays.copyOf(wanted, single), NOTHING);
      int file = files.next();
      while (file >= 0 && count < limit && lookedAt + files.lookedAt() <= MAX_LOOKED_AT) {
        boolean fits = loose.isEmpty() || matches(loose, names.line(file));
        if (fits && !contains(found, count, file)) {
          found = count < found.length ? found : Arrays.copyOf(found, Math.min(limit, 2 * count));
          found[count++] = file;
        }
        file = files.next();
      }
      lookedAt += files.lookedAt();
      if (count == limit || lookedAt > MAX_LOOKED_AT) {
        break;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** A name may have several words with the beginning along which the walk goes. */
  private static boolean contains(int[] found, int count, int file) {
    for (int i = 0; i < count; i++) {
      if (found[i] == file) {
        return true;
      }
    }
    return false;
  }
}
