package io.peerwright.transport.inmemory.calendar;

import io.peerwright.transport.inmemory.check.Check;
import java.util.Arrays;

/**
 * Names for events that can be cancelled. A handle is a row and the number of its use; whether the
 * event was cancelled is a bit per row, so that of a million events all are in a cache. Rows are
 * given out in turn, round and round past those that are in use: what is written for one lies
 * beside what was written for the one before.
 */
final class Handles {

  /** A bit for each row that is in use. Row 0 is that of all events without a handle. */
  private long[] taken = {1};

  /** A bit for each of them whose event was cancelled. */
  private long[] cancelled = {0};

  private int cancelledCount;

  private int[] uses = new int[Long.SIZE];
  private int count = 1;
  private int next = 1;
  private int used;

  /** A new handle, never 0. */
  long take() {
    // With half of the rows free a free one is never far.
    if (2 * ++count > uses.length) {
      uses = Arrays.copyOf(uses, 2 * uses.length);
      taken = Arrays.copyOf(taken, 2 * taken.length);
      cancelled = Arrays.copyOf(cancelled, taken.length);
    }
    int word = next / Long.SIZE;
    long free = ~taken[word] & -1L << next;
    while (free == 0) {
      word = word + 1 == taken.length ? 0 : word + 1;
      free = ~taken[word];
    }
    long bit = free & -free;
    taken[word] |= bit;
    int row = word * Long.SIZE + Long.numberOfTrailingZeros(bit);
    next = row + 1 == uses.length ? 1 : row + 1;
    used = used + 1 & Integer.MAX_VALUE;
    uses[row] = used;
    return (long) used << Integer.SIZE | row;
  }

  /** Cancels the event of a handle; false if it has happened, or was cancelled before. */
  boolean cancel(long handle) {
    int row = (int) handle;
    boolean isThere =
        row > 0
            && row < uses.length
            && (taken[row / Long.SIZE] & 1L << row) != 0
            && isAlive(row)
            && uses[row] == (int) (handle >>> Integer.SIZE);
    if (isThere) {
      cancelled[row / Long.SIZE] |= 1L << row;
      cancelledCount++;
    }
    return isThere;
  }

  /** Whether no event was cancelled that has still a row. */
  boolean areAllAlive() {
    return cancelledCount == 0;
  }

  /** Whether the event of a row was not cancelled. */
  boolean isAlive(int row) {
    return cancelledCount == 0 || (cancelled[row / Long.SIZE] & 1L << row) == 0;
  }

  /** Frees the row of an event that is dropped or happens; its handle is void from here on. */
  void release(int row) {
    if (row == 0) {
      return;
    }
    if (!isAlive(row)) {
      cancelled[row / Long.SIZE] &= ~(1L << row);
      cancelledCount--;
    }
    taken[row / Long.SIZE] &= ~(1L << row);
    count--;
  }

  /** Fails if the counters are not those of the bits. */
  void checkInvariants() {
    int inUse = 0;
    int ended = 0;
    for (int i = 0; i < taken.length; i++) {
      inUse += Long.bitCount(taken[i]);
      ended += Long.bitCount(cancelled[i]);
      Check.that((cancelled[i] & ~taken[i]) == 0, "only rows in use are cancelled");
    }
    Check.that(inUse == count, "as many rows are in use as are counted");
    Check.that(ended == cancelledCount, "as many rows are cancelled as are counted");
  }
}
