package io.peerwright.overlay.hybrid.index;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * From a word to the documents that have it: ascending numbers in a growing array per word. A
 * document that is gone stays in the arrays until half of one is gone; then that array is cleared
 * up.
 */
final class TermTable {

  static final int NONE = -1;

  private static final int SMALL = 4;
  private static final byte[] NO_WORD = {};
  private static final int[] NO_DOCUMENTS = {};

  private final Hash hash;
  private int[] table = new int[64];
  private byte[][] words = new byte[32][];
  private int[] hashes = new int[32];
  private int[][] postings = new int[32][];
  private int[] counts = new int[32];
  private int[] dead = new int[32];
  private int[] free = NO_DOCUMENTS;
  private int freeCount;
  private int terms;

  TermTable(Hash hash) {
    this.hash = hash;
    Arrays.fill(table, NONE);
  }

  /** The number of a word; {@link #NONE} if no document has it. */
  int find(byte[] bytes, int from, int count) {
    int wanted = hash.of(bytes, from, count);
    for (int slot = wanted & table.length - 1; ; slot = slot + 1 & table.length - 1) {
      int term = table[slot];
      if (term == NONE || hashes[term] == wanted && isWord(term, bytes, from, count)) {
        return term;
      }
    }
  }

  /** As {@link #find}; a new word gets a number. */
  int findOrAdd(byte[] bytes, int from, int count) {
    int term = find(bytes, from, count);
    return term != NONE ? term : add(Arrays.copyOfRange(bytes, from, from + count));
  }

  /** Puts a document, whose number is higher than all before, behind those of the word. */
  void append(int term, int document) {
    int[] list = postings[term];
    int count = counts[term];
    if (count == list.length) {
      list = Arrays.copyOf(list, count + Math.max(1, count >> (count < SMALL ? 0 : 2)));
      postings[term] = list;
    }
    list[count] = document;
    counts[term] = count + 1;
  }

  /** One document of the word is gone. */
  void bury(int term, IntPredicate isLive) {
    if (++dead[term] * 2 >= counts[term]) {
      compact(term, isLive);
    }
  }

  /** The documents of the word, ascending, up to {@link #count}. */
  int[] documents(int term) {
    return postings[term];
  }

  /** How many documents the word has, with those that are gone. */
  int count(int term) {
    return counts[term];
  }

  /** The number of words. */
  int size() {
    return terms - freeCount;
  }

  private void compact(int term, IntPredicate isLive) {
    int[] list = postings[term];
    int kept = 0;
    for (int i = 0; i < counts[term]; i++) {
      if (isLive.test(list[i])) {
        list[kept++] = list[i];
      }
    }
    counts[term] = kept;
    dead[term] = 0;
    if (kept == 0) {
      remove(term);
    } else if (kept * 2 < list.length) {
      postings[term] = Arrays.copyOf(list, kept);
    }
  }

  private int add(byte[] word) {
    if ((size() + 1) * 4 > table.length * 3) {
      rehash();
    }
    int term = freeCount > 0 ? free[--freeCount] : grow();
    words[term] = word;
    hashes[term] = hash.of(word, 0, word.length);
    postings[term] = new int[1];
    counts[term] = 0;
    dead[term] = 0;
    put(term);
    return term;
  }

  private void remove(int term) {
    int mask = table.length - 1;
    int hole = hashes[term] & mask;
    while (table[hole] != term) {
      hole = hole + 1 & mask;
    }
    // Moves back what would not be found any more behind the hole.
    for (int slot = hole + 1 & mask; table[slot] != NONE; slot = slot + 1 & mask) {
      int home = hashes[table[slot]] & mask;
      if ((slot - home & mask) >= (slot - hole & mask)) {
        table[hole] = table[slot];
        hole = slot;
      }
    }
    table[hole] = NONE;
    words[term] = NO_WORD;
    postings[term] = NO_DOCUMENTS;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(16, 2 * freeCount));
    }
    free[freeCount++] = term;
  }

  private void put(int term) {
    int slot = hashes[term] & table.length - 1;
    while (table[slot] != NONE) {
      slot = slot + 1 & table.length - 1;
    }
    table[slot] = term;
  }

  private void rehash() {
    int[] old = table;
    table = new int[2 * old.length];
    Arrays.fill(table, NONE);
    for (int term : old) {
      if (term != NONE) {
        put(term);
      }
    }
  }

  private int grow() {
    if (terms == words.length) {
      int larger = terms + (terms >> 1);
      words = Arrays.copyOf(words, larger);
      hashes = Arrays.copyOf(hashes, larger);
      postings = Arrays.copyOf(postings, larger);
      counts = Arrays.copyOf(counts, larger);
      dead = Arrays.copyOf(dead, larger);
    }
    return terms++;
  }

  private boolean isWord(int term, byte[] bytes, int from, int count) {
    byte[] word = words[term];
    return Arrays.equals(word, 0, word.length, bytes, from, from + count);
  }
}
