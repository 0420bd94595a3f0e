package io.peerwright.kit.index;

/**
 * The next documents of a search that it wants. What a hit needs stands at three places of the
 * memory, hardly any of it in a cache, and the first leads to the others. But what different
 * documents need does not depend on each other, and a processor that is asked for it in a tight
 * loop fetches about ten at a time: so a little of each place is read ahead, for a batch of
 * documents at once.
 */
final class HitBatch {

  private static final int MOST = 32;

  private final int[] numbers = new int[MOST];
  private int count;

  /** What was read goes here, so that the reading is not taken for useless. */
  private int sink;

  /**
   * Fills itself.
   *
   * @param most how many documents are needed at the most
   * @return false if there are no more matches; this may be empty though there are
   */
  boolean fill(Intersection matches, IndexQuery query, DocumentTable documents, int most) {
    int room = Math.min(most, MOST);
    int found = 0;
    for (int document; found < room && (document = matches.next()) != DocumentTable.NONE; ) {
      numbers[found++] = document;
    }
    int read = 0;
    for (int i = 0; i < found; i++) {
      read += documents.touch(numbers[i]);
    }
    int kept = 0;
    for (int i = 0; i < found; i++) {
      int document = numbers[i];
      if (documents.isLive(document)
          && documents.page(document).fits(DocumentTable.row(document), query)) {
        numbers[kept++] = document;
      }
    }
    for (int i = 0; i < kept; i++) {
      int document = numbers[i];
      read += documents.page(document).touchRest(DocumentTable.row(document));
    }
    sink = read;
    count = kept;
    return found > 0;
  }

  int count() {
    return count;
  }

  int document(int which) {
    return numbers[which];
  }
}
