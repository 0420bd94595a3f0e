package io.peerwright.transport.inmemory.calendar;

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
  private final Positions positions = new Positions();

  /** Orders all entries by their sites; if one is for all sites, as if there were one site only. */
  void sort(Run run, Sites sites) {
    int count = run.size();
    positions.reserve(count);
    long all = number(run, sites);
    if (count < FEW) {
      Arrays.sort(positions.order, 0, count);
    } else {
      for (int shift = 0; all >>> shift != 0; shift += DIGIT_BITS) {
        sortByDigit(count, Integer.SIZE + shift);
      }
    }
    run.order(positions.order);
    run.limit(0);
  }

  /** Pairs each position with its site; all bits that sites have. */
  private long number(Run run, Sites sites) {
    long[] order = positions.order;
    int count = run.size();
    long all = 0;
    for (int i = 0; i < count; i++) {
      int place = (int) run.entries.place(i);
      if (place == Calendar.EVERYWHERE) {
        Arrays.setAll(order, position -> position);
        return 0;
      }
      long site = sites.site(place);
      all |= site;
      order[i] = site << Integer.SIZE | i;
    }
    return all;
  }

  private void sortByDigit(int count, int shift) {
    long[] order = positions.order;
    Arrays.fill(begins, 0);
    for (int i = 0; i < count; i++) {
      begins[((int) (order[i] >>> shift) & DIGITS - 1) + 1]++;
    }
    for (int i = 0; i < DIGITS; i++) {
      begins[i + 1] += begins[i];
    }
    for (int i = 0; i < count; i++) {
      positions.scratch[begins[(int) (order[i] >>> shift) & DIGITS - 1]++] = order[i];
    }
    positions.swap();
  }

  /** Lets the entries of the next site be taken; false if all were. */
  boolean nextSite(Run run) {
    int first = run.taken();
    if (first == run.size()) {
      return false;
    }
    long[] order = positions.order;
    long site = order[first] >>> Integer.SIZE;
    int end = first + 1;
    while (end < run.size() && order[end] >>> Integer.SIZE == site) {
      end++;
    }
    if (end - first > VERY_FEW || !positions.isSortedByInsertion(run.entries, first, end)) {
      positions.mergeSort(run.entries, first, end);
    }
    run.limit(end);
    return true;
  }
}
