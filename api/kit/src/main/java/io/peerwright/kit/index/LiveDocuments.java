package io.peerwright.kit.index;

/**
 * Which documents were live when they were looked at, a bit each: what is asked millions of times,
 * and in no order, is to stay in a cache.
 */
final class LiveDocuments {

  private static final int NONE = -1;

  /** An index of a bit that is always set. */
  private static final int ANY = 0;

  /** The number of a document in the word of bits before the first one. */
  private final int base;

  private final int first;
  private final int end;
  private final long[] bits;

  /**
   * None are live yet.
   *
   * @param first the lowest number of a document, a multiple of {@link Long#SIZE}
   * @param end the number after that of the highest one; all from there on count as live
   */
  LiveDocuments(int first, int end) {
    this.first = first;
    this.end = end;
    base = first - Long.SIZE;
    int words = (end - base + Long.SIZE - 1) / Long.SIZE;
    bits = new long[words + 1];
    bits[ANY] = 1;
    bits[words] = -1;
    bits[words - 1] |= end % Long.SIZE == 0 ? 0 : -1L << end;
  }

  /** These of the {@link Long#SIZE} documents from this one on are live, a bit each. */
  void set(int document, long live) {
    if (document < end) {
      bits[document - base >> 6] |= live;
    }
  }

  /** True for a document that is live, and for the number of none, which is -1. */
  boolean containsIfAny(int document) {
    int index = document == NONE ? ANY : document - base;
    if (index >>> 6 >= bits.length) {
      return document >= end;
    }
    return (bits[index >> 6] >>> index & 1) != 0;
  }

  /**
   * Moves the live ones of ascending documents to the beginning of their list; returns how many
   * these are. Which ones live is not to be guessed, so that is no branch.
   */
  int keep(int[] documents, int count) {
    long[] live = bits;
    int known = count;
    while (known > 0 && documents[known - 1] >= end) {
      known--;
    }
    int gone = 0;
    while (gone < known && documents[gone] < first) {
      gone++;
    }
    int kept = 0;
    for (int i = gone; i < known; i++) {
      int document = documents[i];
      int index = document - base;
      documents[kept] = document;
      kept += (int) (live[index >> 6] >>> index) & 1;
    }
    System.arraycopy(documents, known, documents, kept, count - known);
    return kept + count - known;
  }
}
