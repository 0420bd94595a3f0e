package io.peerwright.transport.inmemory.calendar;

import java.util.Arrays;

/** Puts the entries of a run in the order of deadline and key, slot by slot. */
final class TimeOrder {

  private static final int MOST_BUCKET_BITS = 12;

  private final Positions positions = new Positions();
  private final int[] begins = new int[(1 << MOST_BUCKET_BITS) + 1];

  /**
   * Sorts the entries of a run from one on, which come after all before it.
   *
   * @param begin no deadline is before
   * @param bits the deadlines are less than 2 to so many after {@code begin}, 31 at the most
   */
  void sort(Run run, int first, long begin, int bits) {
    int end = run.size();
    positions.reserve(end);
    distribute(run.entries, first, end, begin, bits);
    if (!positions.isSortedByInsertion(run.entries, first, end)) {
      positions.mergeSort(run.entries, first, end);
    }
    run.order(positions.order);
  }

  /** Puts the positions in buckets by the high bits of the deadlines. */
  private void distribute(Entries entries, int first, int end, long begin, int bits) {
    // More buckets than entries: few share one.
    int fitting = 1 + Integer.SIZE - Integer.numberOfLeadingZeros(end - first);
    int bucketBits = Math.min(bits, Math.min(fitting, MOST_BUCKET_BITS));
    int shift = bits - bucketBits;
    Arrays.fill(begins, 0, (1 << bucketBits) + 1, 0);
    long[] unsorted = positions.scratch;
    for (int i = first; i < end; i++) {
      long after = entries.deadline(i) - begin;
      unsorted[i] = after << Integer.SIZE | i;
      begins[(int) (after >>> shift) + 1]++;
    }
    begins[0] = first;
    for (int i = 0; i < 1 << bucketBits; i++) {
      begins[i + 1] += begins[i];
    }
    for (int i = first; i < end; i++) {
      int bucket = (int) (unsorted[i] >>> Integer.SIZE + shift);
      positions.order[begins[bucket]++] = unsorted[i];
    }
  }
}
