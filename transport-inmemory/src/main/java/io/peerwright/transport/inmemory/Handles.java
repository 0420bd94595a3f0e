package io.peerwright.transport.inmemory;

import java.util.Arrays;

/**
 * Names for events that can be cancelled. A handle is a row and the number of its use; whether the
 * event is still to happen is a bit per row, so that of a million events all are in a cache.
 */
final class Handles {

  private long[] alive = new long[1];
  private int[] uses = new int[Long.SIZE];
  private int[] free = new int[Long.SIZE];
  private int freeCount;

  /** Row 0 is that of all events without a handle, and always alive. */
  private int rows = 1;

  private int used;

  Handles() {
    alive[0] = 1;
  }

  /** A new handle, never 0. */
  long take() {
    int row = freeCount > 0 ? free[--freeCount] : rows++;
    if (row == uses.length) {
      uses = Arrays.copyOf(uses, 2 * row);
      free = Arrays.copyOf(free, 2 * row);
      alive = Arrays.copyOf(alive, 2 * row / Long.SIZE);
    }
    alive[row / Long.SIZE] |= 1L << row;
    used = used + 1 & Integer.MAX_VALUE;
    // Numbered here and not when it is released: a place that is only written to is not waited for.
    uses[row] = used;
    return (long) used << Integer.SIZE | row;
  }

  /** Cancels the event of a handle; false if it has happened, or was cancelled before. */
  boolean cancel(long handle) {
    int row = (int) handle;
    if (row <= 0 || row >= rows || !isAlive(row) || uses[row] != (int) (handle >>> Integer.SIZE)) {
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
      alive[row / Long.SIZE] &= ~(1L << row);
      free[freeCount++] = row;
    }
  }
}
