package io.peerwright.transport.inmemory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A calendar of events in the strict order (deadline, origin, sequence), resolved to the
 * nanosecond.
 *
 * <p>Seven levels of 1,024 slots; level n tells deadlines apart by their n-th digit to the base
 * 1,024. An entry lies on the level of the highest digit in which its deadline differs from the
 * cursor, which no entry's deadline is before. That has three consequences: the first slot in use
 * on the lowest level in use holds the next entry; all entries of one deadline lie in one slot; and
 * the slot of an entry follows from its deadline, so that it can be cancelled in constant time.
 *
 * <p>Within one deadline, what came before the first of them was taken is in the order of the keys:
 * origin, then sequence. What is added afterwards follows in the order of its arrival. So the order
 * does not depend on who happened to be run first, only on what each origin did, and a network that
 * is run in several parts has the order of one that is run whole.
 *
 * <p>An entry is a row of flat arrays, its numbers side by side, since a large calendar is read
 * from main memory; what links it to others apart from them, so that a long list is walked from one
 * close place to the next. Row 0 is nobody.
 */
final class Wheel {

  private static final int BITS = 10;
  private static final int SLOTS = 1 << BITS;
  private static final int MASK = SLOTS - 1;
  private static final int LEVELS = 7;
  private static final int WORDS = SLOTS / Long.SIZE;

  /** Columns of a row. */
  private static final int DEADLINE = 0;

  private static final int KEY = 1;
  private static final int ARGUMENT = 2;

  /** The code of the event in the low half, in the high half the generation of the row. */
  private static final int CODE = 3;

  private static final int COLUMNS = 4;

  private static final long LOW = 0xffff_ffffL;

  private final int[] head = new int[LEVELS * SLOTS];
  private final int[] tail = new int[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS * WORDS];
  private final long[] summary = new long[(LEVELS * WORDS + Long.SIZE - 1) / Long.SIZE];

  private long[] numbers = new long[64 * COLUMNS];
  private int[] next = new int[64];
  private int[] previous = new int[64];

  /** Two to a row: what is called, and the host that it is an event of. */
  private @Nullable Object[] objects = new Object[64 * 2];

  private int free;
  private int rows = 1;
  private int size;
  private long cursor;

  /** The deadline whose entries have been put in the order of their keys. */
  private long ordered = -1;

  /** Entries that wait. */
  int size() {
    return size;
  }

  /**
   * Adds an entry.
   *
   * @param when not before the deadline of any entry taken so far; before a limit up to which none
   *     was found it counts as late, and is taken next
   * @param key orders entries of one deadline
   * @return its handle, never 0; it is not used again for another entry
   */
  long add(long when, long key, @Nullable SimHost host, Object what, int code, long argument) {
    long time = Math.max(when, cursor);
    int row = free;
    if (row != 0) {
      free = next[row];
    } else {
      row = rows++;
      if (row * 2 == objects.length) {
        grow();
      }
      numbers[row * COLUMNS + CODE] = 1L << Integer.SIZE;
    }
    int at = row * COLUMNS;
    long generation = numbers[at + CODE] >>> Integer.SIZE;
    numbers[at + DEADLINE] = time;
    numbers[at + KEY] = key;
    numbers[at + ARGUMENT] = argument;
    numbers[at + CODE] = generation << Integer.SIZE | code & LOW;
    objects[row * 2] = what;
    objects[row * 2 + 1] = host;
    append(row, slotOf(time));
    size++;
    return generation << Integer.SIZE | row;
  }

  /** Takes an entry out again; false if the handle's entry is gone. */
  boolean cancel(long handle) {
    int row = (int) handle;
    if (row <= 0 || row >= rows || generation(row) != (int) (handle >>> Integer.SIZE)) {
      return false;
    }
    if (objects[row * 2] == null) {
      return false;
    }
    remove(row, slotOf(deadline(row)));
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
      boolean alone = next[first] == 0;
      if (slot >= SLOTS && !alone) {
        long begin = beginOf(slot);
        if (begin > limit) {
          return 0;
        }
        cursor = begin;
        spread(slot);
        continue;
      }
      long earliest = deadline(first);
      if (earliest > limit) {
        return 0;
      }
      cursor = earliest;
      if (ordered != earliest) {
        ordered = earliest;
        first = alone ? first : order(slot);
      }
      remove(first, slot);
      return first;
    }
  }

  /** The first instant of a slot: the digits of the cursor above its level, then its own. */
  private long beginOf(int slot) {
    int shift = (slot >>> BITS) * BITS;
    long above = shift + BITS >= Long.SIZE ? 0 : cursor >>> shift + BITS << shift + BITS;
    return above | (long) (slot & MASK) << shift;
  }

  /** The deadline of the next entry; {@link Long#MAX_VALUE} if there is none. */
  long nextDeadline() {
    int slot = firstSlot();
    if (slot < 0) {
      return Long.MAX_VALUE;
    }
    return slot < SLOTS ? deadline(head[slot]) : earliestIn(slot);
  }

  long deadline(int row) {
    return numbers[row * COLUMNS + DEADLINE];
  }

  private long key(int row) {
    return numbers[row * COLUMNS + KEY];
  }

  @Nullable SimHost owner(int row) {
    return (SimHost) objects[row * 2 + 1];
  }

  @Nullable Object target(int row) {
    return objects[row * 2];
  }

  int code(int row) {
    return (int) numbers[row * COLUMNS + CODE];
  }

  private int generation(int row) {
    return (int) (numbers[row * COLUMNS + CODE] >>> Integer.SIZE);
  }

  long argument(int row) {
    return numbers[row * COLUMNS + ARGUMENT];
  }

  /** Gives a row back that {@link #poll} returned; its handle is void from here on. */
  void release(int row) {
    objects[row * 2] = null;
    objects[row * 2 + 1] = null;
    long following = generation(row) + 1 & Integer.MAX_VALUE;
    numbers[row * COLUMNS + CODE] = Math.max(1, following) << Integer.SIZE;
    next[row] = free;
    free = row;
    size--;
  }

  // Which slots are in use.

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

  private int slotOf(long time) {
    long difference = time ^ cursor;
    int level =
        difference == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)) / BITS;
    return level << BITS | (int) (time >>> level * BITS) & MASK;
  }

  // The entries of a slot.

  private long earliestIn(int slot) {
    long earliest = Long.MAX_VALUE;
    for (int row = head[slot]; row != 0; row = next[row]) {
      earliest = Math.min(earliest, deadline(row));
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
      append(row, slotOf(deadline(row)));
      row = following;
    }
  }

  private void append(int row, int slot) {
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

  /** Puts the entries of a slot, all of one deadline, in the order of their keys; the first. */
  private int order(int slot) {
    int first = head[slot];
    if (isOrdered(first)) {
      return first;
    }
    int sorted = sort(first);
    head[slot] = sorted;
    int before = 0;
    for (int row = sorted; row != 0; row = next[row]) {
      previous[row] = before;
      before = row;
    }
    tail[slot] = before;
    return sorted;
  }

  private boolean isOrdered(int first) {
    long last = key(first);
    for (int row = next[first]; row != 0; row = next[row]) {
      if (key(row) < last) {
        return false;
      }
      last = key(row);
    }
    return true;
  }

  /** Sorts a list by merging runs of 1, 2, 4 ... entries; only the links forward count. */
  private int sort(int unsorted) {
    int list = unsorted;
    for (int width = 1; ; width *= 2) {
      int rest = list;
      int merges = 0;
      int end = 0;
      list = 0;
      while (rest != 0) {
        merges++;
        int left = rest;
        int right = cut(left, width);
        rest = right == 0 ? 0 : cut(right, width);
        while (left != 0 || right != 0) {
          boolean takeLeft = right == 0 || left != 0 && key(left) <= key(right);
          int taken = takeLeft ? left : right;
          if (takeLeft) {
            left = next[left];
          } else {
            right = next[right];
          }
          if (end == 0) {
            list = taken;
          } else {
            next[end] = taken;
          }
          end = taken;
        }
      }
      next[end] = 0;
      if (merges <= 1) {
        return list;
      }
    }
  }

  /** Ends a list after so many entries; what followed. */
  private int cut(int list, int entries) {
    int last = list;
    for (int i = 1; i < entries && next[last] != 0; i++) {
      last = next[last];
    }
    int rest = next[last];
    next[last] = 0;
    return rest;
  }

  private void grow() {
    objects = Arrays.copyOf(objects, objects.length * 2);
    numbers = Arrays.copyOf(numbers, numbers.length * 2);
    next = Arrays.copyOf(next, next.length * 2);
    previous = Arrays.copyOf(previous, previous.length * 2);
  }
}
