package io.peerwright.kit.index;

import java.util.Arrays;

/**
 * From a word to the documents that have it: ascending numbers in a growing array per word. A
 * document that is dead stays in the arrays until they are tidied, all of them one after the other.
 */
final class TermTable {

  static final int NONE = -1;

  private static final byte[] NO_WORD = {};
  private static final int[] NO_DOCUMENTS = {};

  private final Hash hash;
  private final HashTable table = new HashTable();
  private byte[][] words = new byte[32][];
  private int[][] postings = new int[32][];
  private int[] counts = new int[32];
  private int[] free = NO_DOCUMENTS;
  private int freeCount;
  private int terms;

  TermTable(Hash hash) {
    this.hash = hash;
  }

  /** The number of a word; {@link #NONE} if no document has it. */
  int find(byte[] bytes, int from, int count) {
    return find(bytes, from, count, hash.of(bytes, from, count));
  }

  /** As {@link #find}; a new word gets a number. */
  int findOrAdd(byte[] bytes, int from, int count) {
    int wanted = hash.of(bytes, from, count);
    int term = find(bytes, from, count, wanted);
    return term != NONE ? term : add(Arrays.copyOfRange(bytes, from, from + count), wanted);
  }

  private int find(byte[] bytes, int from, int count, int wanted) {
    for (int slot = table.home(wanted); ; slot = table.after(slot)) {
      long entry = table.at(slot);
      if (entry == HashTable.EMPTY) {
        return NONE;
      }
      if (HashTable.hasHash(entry, wanted)) {
        int term = HashTable.number(entry);
        byte[] word = words[term];
        if (Arrays.equals(word, 0, word.length, bytes, from, from + count)) {
          return term;
        }
      }
    }
  }

  /** Puts a document, whose number is higher than all before, behind those of the word. */
  void append(int term, int document) {
    int[] list = postings[term];
    int count = counts[term];
    if (count == list.length) {
      list = Arrays.copyOf(list, count + Math.max(1, count >> 1));
      postings[term] = list;
    }
    list[count] = document;
    counts[term] = count + 1;
  }

  /** True if the last document of the word is this one. */
  boolean endsWith(int term, int document) {
    int count = counts[term];
    return count > 0 && postings[term][count - 1] == document;
  }

  /** The documents of the word, ascending, up to {@link #count}. */
  int[] documents(int term) {
    return postings[term];
  }

  /** How many documents the word has, with those that are dead. */
  int count(int term) {
    return counts[term];
  }

  /** A word's bytes. */
  byte[] word(int term) {
    return words[term];
  }

  /** Whether a word has a document. */
  boolean has(int term, int document) {
    return Arrays.binarySearch(postings[term], 0, counts[term], document) >= 0;
  }

  /** Takes a document that it has out of a word, and a word that has no other out of the table. */
  void remove(int term, int document) {
    int count = counts[term];
    int at = Arrays.binarySearch(postings[term], 0, count, document);
    System.arraycopy(postings[term], at + 1, postings[term], at, count - at - 1);
    counts[term] = count - 1;
    if (count == 1) {
      remove(term);
    } else if ((count - 1) * 3 < postings[term].length) {
      postings[term] = Arrays.copyOf(postings[term], count - 1);
    }
  }

  /** The number after that of the newest word. */
  int end() {
    return terms;
  }

  /** Takes dead documents out of a word, and a word that has no other ones out of the table. */
  void tidy(int term, LiveDocuments alive) {
    int[] list = postings[term];
    int count = counts[term];
    int kept = alive.keep(list, count);
    counts[term] = kept;
    if (kept == 0 && count > 0) {
      remove(term);
    } else if (kept * 3 < list.length) {
      postings[term] = Arrays.copyOf(list, kept);
    }
  }

  private int add(byte[] word, int wordHash) {
    int term = freeCount > 0 ? free[--freeCount] : grow();
    words[term] = word;
    postings[term] = NO_DOCUMENTS;
    counts[term] = 0;
    table.add(wordHash, term);
    return term;
  }

  private void remove(int term) {
    byte[] word = words[term];
    int slot = table.home(hash.of(word, 0, word.length));
    while (HashTable.number(table.at(slot)) != term) {
      slot = table.after(slot);
    }
    table.remove(slot);
    words[term] = NO_WORD;
    postings[term] = NO_DOCUMENTS;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(16, 2 * freeCount));
    }
    free[freeCount++] = term;
  }

  private int grow() {
    if (terms == words.length) {
      int larger = terms + (terms >> 1);
      words = Arrays.copyOf(words, larger);
      postings = Arrays.copyOf(postings, larger);
      counts = Arrays.copyOf(counts, larger);
    }
    return terms++;
  }
}
