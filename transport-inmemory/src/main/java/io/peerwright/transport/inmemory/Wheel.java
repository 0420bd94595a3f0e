package io.peerwright.transport.inmemory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A calendar of events in the strict order (deadline, sequence), resolved to the nanosecond.
 *
 * <p>Seven levels of 1,024 slots; level n tells deadlines apart by their n-th digit to the base
 * 1,024. An entry lies on the level of the highest digit in which its deadline differs from the
 * cursor, the time of the last entry taken. That has three consequences: the first slot in use on
 * the lowest level in use holds the next entry; all entries of one deadline lie in one slot, in the
 * order of their arrival, so that nothing is ever sorted; and the slot of an entry follows from its
 * deadline, so that it can be cancelled in constant time.
 *
 * <p>Entries are rows of flat arrays. Row 0 is nobody.
 */
final class Wheel {

  private static final int BITS = 10;
  private static final int SLOTS = 1 << BITS;
  private static final int MASK = SLOTS - 1;
  private static final int LEVELS = 7;
  private static final int WORDS = SLOTS / Long.SIZE;

  private final int[] head = new int[LEVELS * SLOTS];
  private final int[] tail = new int[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS * WORDS];
  private final long[] summary = new long[(LEVELS * WORDS + Long.SIZE - 1) / Long.SIZE];

  private long[] deadline = new long[64];
  private int[] next = new int[64];
  private int[] previous = new int[64];
  private int[] generation = new int[64];
  private int[] code = new int[64];
  private long[] argument = new long[64];
  private @Nullable Object[] target = new Object[64];
  private @Nullable SimHost[] owner = new SimHost[64];

  private int free;
  private int rows = 1;
  private int size;
  private long cursor;

  /** Entries that wait. */
  int size() {
    return size;
  }

  /**
   * Adds an entry.
   *
   * @param time not before the deadline of any entry taken so far
   * @return its handle, never 0; it is not used again for another entry
   */
  long add(long time, @Nullable SimHost host, Object what, int itsCode, long itsArgument) {
    int row = free;
    if (row != 0) {
      free = next[row];
    } else {
      row = rows++;
      if (row == next.length) {
        grow();
      }
      generation[row] = 1;
    }
    deadline[row] = time;
    owner[row] = host;
    target[row] = what;
    code[row] = itsCode;
    argument[row] = itsArgument;
    append(row);
    size++;
    return (long) generation[row] << 32 | row;
  }

  /** Takes an entry out again; false if the handle's entry is gone. */
  boolean cancel(long handle) {
    int row = (int) handle;
    if (row <= 0 || row >= rows || generation[row] != (int) (handle >>> 32)) {
      return false;
    }
    if (target[row] == null) {
      return false;
    }
    unlink(row);
    release(row);
    return true;
  }

  /**
   * Takes the next entry if its deadline is not after {@code limit}. The caller reads it, then
   * calls {@link #release}.
   *
   * @return its row, 0 if there is none
   */
  int poll(long limit) {
    while (true) {
      int slot = firstSlot();
      if (slot < 0) {
        return 0;
      }
      int first = head[slot];
      boolean ordered = slot < SLOTS || next[first] == 0;
      long earliest = ordered ? deadline[first] : earliestIn(slot);
      if (earliest > limit) {
        return 0;
      }
      cursor = earliest;
      if (ordered) {
        remove(first, slot);
        return first;
      }
      spread(slot);
    }
  }

  /** The deadline of the next entry; {@link Long#MAX_VALUE} if there is none. */
  long nextDeadline() {
    int slot = firstSlot();
    return slot < 0 ? Long.MAX_VALUE : earliestIn(slot);
  }

  long deadline(int row) {
    return deadline[row];
  }

  @Nullable SimHost owner(int row) {
    return owner[row];
  }

  @Nullable Object target(int row) {
    return target[row];
  }

  int code(int row) {
    return code[row];
  }

  long argument(int row) {
    return argument[row];
  }

  /** Gives a row back that {@link #poll} returned; its handle is void from here on. */
  void release(int row) {
    target[row] = null;
    owner[row] = null;
    int following = generation[row] + 1 & Integer.MAX_VALUE;
    generation[row] = following == 0 ? 1 : following;
    next[row] = free;
    free = row;
    size--;
  }

  private int firstSlot() {
    for (int i = 0; i < summary.length; i++) {
      if (summary[i] != 0) {
        int word = i * Long.SIZE + Long.numberOfTrailingZeros(summary[i]);
        return word * Long.SIZE + Long.numberOfTrailingZeros(occupied[word]);
      }
    }
    return -1;
  }

  private void markUsed(int slot) {
    int word = slot / Long.SIZE;
    occupied[word] |= 1L << slot;
    summary[word / Long.SIZE] |= 1L << word;
  }

  private void markEmpty(int slot) {
    int word = slot / Long.SIZE;
    occupied[word] &= ~(1L << slot);
    if (occupied[word] == 0) {
      summary[word / Long.SIZE] &= ~(1L << word);
    }
  }

  private long earliestIn(int slot) {
    long earliest = Long.MAX_VALUE;
    for (int row = head[slot]; row != 0; row = next[row]) {
      earliest = Math.min(earliest, deadline[row]);
    }
    return earliest;
  }

  /** Moves the entries of a slot down, now that the cursor is within it. */
  private void spread(int slot) {
    int row = head[slot];
    head[slot] = 0;
    tail[slot] = 0;
    markEmpty(slot);
    while (row != 0) {
      int following = next[row];
      append(row);
      row = following;
    }
  }

  private int slotOf(long time) {
    long difference = time ^ cursor;
    int level =
        difference == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)) / BITS;
    return level << BITS | (int) (time >>> level * BITS) & MASK;
  }

  private void append(int row) {
    int slot = slotOf(deadline[row]);
    int last = tail[slot];
    next[row] = 0;
    previous[row] = last;
    tail[slot] = row;
    if (last == 0) {
      head[slot] = row;
      markUsed(slot);
    } else {
      next[last] = row;
    }
  }

  private void unlink(int row) {
    remove(row, slotOf(deadline[row]));
  }

  private void remove(int row, int slot) {
    int before = previous[row];
    int after = next[row];
    if (before == 0) {
      head[slot] = after;
    } else {
      next[before] = after;
    }
    if (after == 0) {
      tail[slot] = before;
    } else {
      previous[after] = before;
    }
    if (head[slot] == 0) {
      markEmpty(slot);
    }
  }

  private void grow() {
    int length = next.length * 2;
    deadline = Arrays.copyOf(deadline, length);
    next = Arrays.copyOf(next, length);
    previous = Arrays.copyOf(previous, length);
    generation = Arrays.copyOf(generation, length);
    code = Arrays.copyOf(code, length);
    argument = Arrays.copyOf(argument, length);
    target = Arrays.copyOf(target, length);
    owner = Arrays.copyOf(owner, length);
  }
}
