package io.peerwright.transport.inmemory;

import java.util.Arrays;

/** Puts the entries of a slot in the order of deadline and key. */
final class TimeOrder {

  private static final int MOST_BUCKETS = 1 << 12;

  private final Entries unsorted = new Entries(64);
  private final Entries one = new Entries(1);
  private final int[] begins = new int[MOST_BUCKETS + 1];

  /** Where to put so many entries that {@link #sortInto} is to sort. */
  Entries unsorted(int count) {
    unsorted.reserve(count);
    return unsorted;
  }

  /**
   * Moves what was written to {@link #unsorted} to the end of a run, all of which comes before.
   *
   * @param count how many entries were written
   * @param begin no deadline is before
   * @param bits the deadlines are less than 2 to so many after {@code begin}
   */
  void sortInto(Run run, int count, long begin, int bits) {
    int first = run.size();
    run.entries.reserve(first + count);
    int bucketBits = Math.min(bits, Integer.SIZE - Integer.numberOfLeadingZeros(count));
    bucketBits = Math.min(bucketBits, Integer.numberOfTrailingZeros(MOST_BUCKETS));
    distribute(run.entries, first, count, begin, bits - bucketBits, 1 << bucketBits);
    run.extend(count);
    if (!isSortedByInsertion(run.entries, first, first + count)) {
      mergeSort(run.entries, first, count);
    }
  }

  /** Puts the unsorted entries in buckets by the high bits of their deadlines. */
  private void distribute(
      Entries target, int first, int count, long begin, int shift, int buckets) {
    Arrays.fill(begins, 0, buckets + 1, 0);
    for (int i = 0; i < count; i++) {
      begins[(int) (unsorted.deadline(i) - begin >>> shift) + 1]++;
    }
    begins[0] = first;
    for (int i = 0; i < buckets; i++) {
      begins[i + 1] += begins[i];
    }
    for (int i = 0; i < count; i++) {
      int bucket = (int) (unsorted.deadline(i) - begin >>> shift);
      target.copy(begins[bucket]++, unsorted, i);
    }
    unsorted.forget(0, count);
  }

  /** Sorts what is nearly sorted; gives up where it is not. */
  private boolean isSortedByInsertion(Entries entries, int first, int end) {
    int patience = 4 * (end - first) + 64;
    for (int i = first + 1; i < end; i++) {
      if (entries.isBefore(i, entries, i - 1)) {
        patience -= insert(entries, first, i);
        if (patience < 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Moves an entry forward to where it belongs; how far that was. */
  private int insert(Entries entries, int first, int from) {
    one.copy(0, entries, from);
    int to = from;
    do {
      entries.copy(to, entries, to - 1);
      to--;
    } while (to > first && one.isBefore(0, entries, to - 1));
    entries.copy(to, one, 0);
    one.forget(0);
    return from - to;
  }

  /** Sorts many entries of one instant by merging runs of 1, 2, 4 ... entries. */
  private static void mergeSort(Entries entries, int first, int count) {
    Entries from = new Entries(count);
    Entries to = new Entries(count);
    from.copy(0, entries, first, count);
    for (int width = 1; width < count; width *= 2) {
      for (int left = 0; left < count; left += 2 * width) {
        merge(from, to, left, Math.min(left + width, count), Math.min(left + 2 * width, count));
      }
      Entries merged = to;
      to = from;
      from = merged;
    }
    entries.copy(first, from, 0, count);
  }

  private static void merge(Entries from, Entries to, int begin, int middle, int end) {
    int left = begin;
    int right = middle;
    for (int target = begin; target < end; target++) {
      boolean takesRight = right < end && (left == middle || from.isBefore(right, from, left));
      to.copy(target, from, takesRight ? right++ : left++);
    }
  }
}
