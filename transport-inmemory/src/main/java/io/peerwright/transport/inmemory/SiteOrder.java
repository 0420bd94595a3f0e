package io.peerwright.transport.inmemory;

import java.util.Arrays;

/**
 * Puts the entries of a window in the order of their sites, and within a site in that of deadline
 * and key. The entries stay where they are; sorted are their positions.
 */
final class SiteOrder {

  /** Entries below which a sort by comparing is faster than one by digits. */
  private static final int FEW = 512;

  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  /** Entries below which they are sorted by insertion. */
  private static final int VERY_FEW = 16;

  private final int[] begins = new int[DIGITS + 1];
  private long[] order = new long[0];
  private long[] scratch = new long[0];

  /** Orders all entries by their sites; if one is for all sites, as if there were one site only. */
  void sort(Run run, Hosts hosts) {
    int count = run.size();
    if (order.length < count) {
      order = new long[Math.max(count, 2 * order.length)];
      scratch = new long[order.length];
    }
    long all = number(run, hosts);
    if (count < FEW) {
      Arrays.sort(order, 0, count);
    } else {
      for (int shift = 0; all >>> shift != 0; shift += DIGIT_BITS) {
        sortByDigit(count, Integer.SIZE + shift);
      }
    }
    run.order(order);
    run.limit(0);
  }

  /** Pairs each position with its site; all bits that sites have. */
  private long number(Run run, Hosts hosts) {
    int count = run.size();
    long all = 0;
    for (int i = 0; i < count; i++) {
      int place = (int) run.entries.place(i);
      if (place == Calendar.EVERYWHERE) {
        Arrays.setAll(order, position -> position);
        return 0;
      }
      long site = hosts.site(place);
      all |= site;
      order[i] = site << Integer.SIZE | i;
    }
    return all;
  }

  private void sortByDigit(int count, int shift) {
    Arrays.fill(begins, 0);
    for (int i = 0; i < count; i++) {
      begins[((int) (order[i] >>> shift) & DIGITS - 1) + 1]++;
    }
    for (int i = 0; i < DIGITS; i++) {
      begins[i + 1] += begins[i];
    }
    for (int i = 0; i < count; i++) {
      scratch[begins[(int) (order[i] >>> shift) & DIGITS - 1]++] = order[i];
    }
    long[] sorted = scratch;
    scratch = order;
    order = sorted;
  }

  /** Lets the entries of the next site be taken; false if all were. */
  boolean nextSite(Run run) {
    int first = run.taken();
    if (first == run.size()) {
      return false;
    }
    long site = order[first] >>> Integer.SIZE;
    int end = first + 1;
    while (end < run.size() && order[end] >>> Integer.SIZE == site) {
      end++;
    }
    if (end - first > VERY_FEW) {
      mergeSort(run.entries, first, end);
    } else if (end - first > 1) {
      insertionSort(run.entries, first, end);
    }
    run.limit(end);
    return true;
  }

  private void insertionSort(Entries entries, int first, int end) {
    for (int i = first + 1; i < end; i++) {
      long moved = order[i];
      int to = i;
      while (to > first && entries.isBefore((int) moved, entries, (int) order[to - 1])) {
        order[to] = order[to - 1];
        to--;
      }
      order[to] = moved;
    }
  }

  /** Sorts by merging runs of 1, 2, 4 ... positions to and fro. */
  private void mergeSort(Entries entries, int first, int end) {
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
          right < end
              && (left == middle || entries.isBefore((int) from[right], entries, (int) from[left]));
      to[target] = from[takesRight ? right++ : left++];
    }
  }
}
