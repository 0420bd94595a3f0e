package io.peerwright.multicast.rendezvous;

import java.util.function.IntPredicate;

/**
 * Finds rows of a table by a hash of their key: open addressing, 8 bytes for each place. The table
 * compares the keys.
 */
final class HashIndex {

  private static final int SMALLEST = 4;

  private int[] hashes = new int[SMALLEST];

  /** A row plus one; 0 for a free place. */
  private int[] rows = new int[SMALLEST];

  private int used;

  /** The row of this hash that fits; -1 if there is none. */
  int find(int hash, IntPredicate fits) {
    int at = place(hash, fits);
    return rows[at] - 1;
  }

  /** Puts a row that is not there. */
  void add(int hash, int row) {
    if (used >= rows.length / 4 * 3) {
      grow();
    }
    int at = place(hash, any -> false);
    hashes[at] = hash;
    rows[at] = row + 1;
    used++;
  }

  /** Lets a key stand for another row. */
  void replace(int hash, int row, int by) {
    rows[place(hash, any -> any == row)] = by + 1;
  }

  /** Takes a row out; those that stand further on only because of it move back. */
  void remove(int hash, int row) {
    int mask = rows.length - 1;
    int gap = place(hash, any -> any == row);
    if (rows[gap] == 0) {
      return;
    }
    used--;
    rows[gap] = 0;
    for (int at = gap + 1 & mask; rows[at] != 0; at = at + 1 & mask) {
      if ((at - hashes[at] & mask) >= (at - gap & mask)) {
        hashes[gap] = hashes[at];
        rows[gap] = rows[at];
        rows[at] = 0;
        gap = at;
      }
    }
  }

  private int place(int hash, IntPredicate fits) {
    int mask = rows.length - 1;
    int at = hash & mask;
    while (rows[at] != 0 && !(hashes[at] == hash && fits.test(rows[at] - 1))) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    int[] oldHashes = hashes;
    int[] oldRows = rows;
    hashes = new int[2 * oldRows.length];
    rows = new int[hashes.length];
    for (int i = 0; i < oldRows.length; i++) {
      if (oldRows[i] != 0) {
        int at = place(oldHashes[i], any -> false);
        hashes[at] = oldHashes[i];
        rows[at] = oldRows[i];
      }
    }
  }
}
