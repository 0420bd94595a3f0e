package io.peerwright.kit.index;

/**
 * Walks down the documents that have all wanted words and none of the unwanted ones, newest first:
 * along the rarest wanted word. In the other lists a gallop begins where the document would stand
 * if all were evenly spread, as each place that is looked at there may be a cache miss.
 */
final class Intersection {

  /** As many numbers as half a cache line has. */
  private static final int NEAR = 8;

  private final TermTable terms;
  private final int[] wanted;
  private final int[] unwanted;
  private final int[][] wantedLists;
  private final int[][] unwantedLists;
  private final int[] wantedAt;
  private final int[] unwantedAt;

  /**
   * An intersection.
   *
   * @param wanted at least one term; sorted here, the rarest first
   */
  Intersection(TermTable terms, int[] wanted, int[] unwanted) {
    this.terms = terms;
    this.wanted = wanted;
    this.unwanted = unwanted;
    sortByCount();
    wantedLists = lists(wanted);
    unwantedLists = lists(unwanted);
    wantedAt = ends(wanted);
    unwantedAt = ends(unwanted);
  }

  /** The next document; -1 if there is none. */
  int next() {
    int[] rarest = wantedLists[0];
    int at = wantedAt[0];
    while (--at >= 0) {
      int document = rarest[at];
      int behind = 1;
      while (behind < wanted.length && isAt(wantedLists[behind], wantedAt, behind, document)) {
        behind++;
      }
      if (behind == wanted.length && !isExcluded(document)) {
        wantedAt[0] = at;
        return document;
      }
    }
    wantedAt[0] = at;
    return -1;
  }

  /** How many documents of the rarest word have been passed. */
  int lookedAt() {
    return terms.count(wanted[0]) - Math.max(0, wantedAt[0]);
  }

  private boolean isExcluded(int document) {
    for (int i = 0; i < unwanted.length; i++) {
      if (isAt(unwantedLists[i], unwantedAt, i, document)) {
        return true;
      }
    }
    return false;
  }

  /** Goes down in a list to the last number not above {@code document}. */
  private static boolean isAt(int[] documents, int[] positions, int which, int document) {
    int high = positions[which];
    int step = NEAR;
    int low = high - step;
    if (low >= 0 && documents[low] > document) {
      int guess = guess(documents, low, document);
      if (documents[guess] > document) {
        high = guess;
        low = high - step;
      } else {
        high = low;
        low = guess;
        while (low + step < high && documents[low + step] <= document) {
          low += step;
          step <<= 1;
        }
        high = Math.min(high, low + step);
      }
    }
    while (low >= 0 && documents[low] > document) {
      high = low;
      step <<= 1;
      low = high - step;
    }
    low = Math.max(low, -1);
    while (high - low > 1) {
      int middle = low + high >>> 1;
      if (documents[middle] > document) {
        high = middle;
      } else {
        low = middle;
      }
    }
    positions[which] = high;
    return low >= 0 && documents[low] == document;
  }

  /** Where a number stands among those up to {@code last}, were they evenly spread. */
  private static int guess(int[] documents, int last, int document) {
    int lowest = documents[0];
    if (document <= lowest) {
      return 0;
    }
    return (int) ((double) (document - lowest) / (documents[last] - lowest) * last);
  }

  private int[][] lists(int[] list) {
    int[][] documents = new int[list.length][];
    for (int i = 0; i < list.length; i++) {
      documents[i] = terms.documents(list[i]);
    }
    return documents;
  }

  private void sortByCount() {
    for (int i = 1; i < wanted.length; i++) {
      for (int j = i; j > 0 && terms.count(wanted[j]) < terms.count(wanted[j - 1]); j--) {
        int swapped = wanted[j];
        wanted[j] = wanted[j - 1];
        wanted[j - 1] = swapped;
      }
    }
  }

  private int[] ends(int[] list) {
    int[] ends = new int[list.length];
    for (int i = 0; i < list.length; i++) {
      ends[i] = terms.count(list[i]);
    }
    return ends;
  }
}
