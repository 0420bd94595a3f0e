package io.peerwright.overlay.hybrid.index;

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
   * @param first the lowest number of a document
   * @param end the number after that of the highest one; all from there on count as live
   */
  LiveDocuments(int first, int end) {
    this.first = first;
    this.end = end;
    bits = new long[(end - first >> 6) + 1];
  }

  /** A document is live. */
  void set(int document) {
    if (document < end) {
      bits[document - first >> 6] |= 1L << (document - first);
    }
  }

  boolean contains(int document) {
    return count(document) > 0;
  }

  /** 1 for a live document, 0 for a dead one: where it is not to be guessed, there is no branch. */
  int count(int document) {
    int index = document - first;
    if (document >= end || index < 0) {
      return document >= end ? 1 : 0;
    }
    return (int) (bits[index >> 6] >>> index) & 1;
  }
}
