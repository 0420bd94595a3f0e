package io.peerwright.transport.inmemory.calendar;

/**
 * An order of entries that stay where they are: their positions in the low halves of numbers, in
 * the high halves what they are sorted by before deadline and key.
 */
final class Positions {

  long[] order = new long[0];
  long[] scratch = new long[0];

  void reserve(int count) {
    if (order.length < count) {
      long[] larger = new long[Math.max(count, 2 * order.length)];
      System.arraycopy(order, 0, larger, 0, order.length);
      order = larger;
      scratch = new long[larger.length];
    }
  }

  /** Makes the scratch the order, and the other way round. */
  void swap() {
    long[] sorted = scratch;
    scratch = order;
    order = sorted;
  }

  /** Sorts a range if little has to be moved; false if it gave up. */
  boolean isSortedByInsertion(Entries entries, int first, int end) {
    int patience = 4 * (end - first) + 64;
    for (int i = first + 1; i < end; i++) {
      long moved = order[i];
      int to = i;
      while (to > first && isBefore(entries, moved, order[to - 1])) {
        order[to] = order[to - 1];
        to--;
      }
      order[to] = moved;
      patience -= i - to;
      if (patience < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBefore(Entries entries, long one, long other) {
    long difference = (one >>> Integer.SIZE) - (other >>> Integer.SIZE);
    return difference < 0 || difference == 0 && entries.isBefore((int) one, entries, (int) other);
  }

  /** Sorts a range: merges runs of 1, 2, 4 ... positions to and fro. */
  void mergeSort(Entries entries, int first, int end) {
    long[] from = order;
    long[] to = scratch;
    for (int width = 1; width < end - first; width *= 2) {
      for (int left = first; left < end; left += 2 * width) {
        int middle = Math.min(left + width, end);
        merge(entries, from, to, left, middle, Math.min(left + 2 * width, end));
      }
      long[] merged = to;
      to = from;
      from = merged;
    }
    if (from != order) {
      System.arraycopy(from, first, order, first, end - first);
    }
  }

  private static void merge(
      Entries entries, long[] from, long[] to, int begin, int middle, int end) {
    int left = begin;
    int right = middle;
    for (int target = begin; target < end; target++) {
      boolean takesRight =
          right < end && (left == middle || isBefore(entries, from[right], from[left]));
      to[target] = from[takesRight ? right++ : left++];
    }
  }
}
