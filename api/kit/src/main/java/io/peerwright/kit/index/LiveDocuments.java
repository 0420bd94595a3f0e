package io.peerwright.kit.index;

/**
 * Which documents were live when they were looked at, a bit each: what is asked millions of times,
 * and in no order, is to stay in a cache.
 */
final class LiveDocuments {

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
    bits = new long[(end - first + Long.SIZE - 1) / Long.SIZE];
  }

  /** These of the {@link Long#SIZE} documents from this one on are live, a bit each. */
  void set(int document, long live) {
    if (document < end) {
      bits[document - first >> 6] |= live;
    }
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
      int index = document - first;
      documents[kept] = document;
      kept += (int) (live[index >> 6] >>> index) & 1;
    }
    System.arraycopy(documents, known, documents, kept, count - known);
    return kept + count - known;
  }
}
