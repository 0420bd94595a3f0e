package io.peerwright.transport.inmemory;

import java.util.Arrays;

/**
 * Names for events that can be cancelled. A handle is a row and the number of its use; whether the
 * event is still to happen is a bit per row, so that of a million events all are in a cache. Rows
 * are given out in turn, round and round past those that are in use: what is written for one lies
 * beside what was written for the one before.
 */
final class Handles {

  /** A bit for each row that is in use. Row 0 is that of all events without a handle. */
  private long[] taken = {1};

  /** A bit for each row whose event was not cancelled. */
  private long[] alive = {1};

  private int[] uses = new int[Long.SIZE];
  private int count = 1;
  private int next = 1;
  private int used;

  /** A new handle, never 0. */
  long take() {
    // With half of the rows free a free one is never far.
    if (2 * ++count > uses.length) {
      uses = Arrays.copyOf(uses, 2 * uses.length);
      alive = Arrays.copyOf(alive, 2 * alive.length);
      taken = Arrays.copyOf(taken, alive.length);
    }
    int word = next / Long.SIZE;
    long free = ~taken[word] & -1L << next;
    while (free == 0) {
      word = word + 1 == taken.length ? 0 : word + 1;
      free = ~taken[word];
    }
    long bit = free & -free;
    taken[word] |= bit;
    alive[word] |= bit;
    int row = word * Long.SIZE + Long.numberOfTrailingZeros(bit);
    next = row + 1 == uses.length ? 1 : row + 1;
    used = used + 1 & Integer.MAX_VALUE;
    uses[row] = used;
    return (long) used << Integer.SIZE | row;
  }

  /** Cancels the event of a handle; false if it has happened, or was cancelled before. */
  boolean cancel(long handle) {
    int row = (int) handle;
    if (row <= 0
        || row >= uses.length
        || !isAlive(row)
        || uses[row] != (int) (handle >>> Integer.SIZE)) {
      return false;
    }
    alive[row / Long.SIZE] &= ~(1L << row);
    return true;
  }

  /** Whether the event of a row was not cancelled. */
  boolean isAlive(int row) {
    return (alive[row / Long.SIZE] & 1L << row) != 0;
  }

  /** Frees the row of an event that is dropped or happens; its handle is void from here on. */
  void release(int row) {
    if (row != 0) {
      taken[row / Long.SIZE] &= ~(1L << row);
      alive[row / Long.SIZE] &= ~(1L << row);
      count--;
    }
  }
}
