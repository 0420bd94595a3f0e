package io.peerwright.kit.index;

import java.util.function.IntPredicate;

/**
 * From hashes to numbers, by open addressing: a slot holds a hash and a number, so that neither a
 * search nor a larger table looks at what the number stands for unless the hash is the same.
 *
 * <p>Numbers that are not needed any more may stay: one makes place for the next with its hash, and
 * all of them for others when the table is full, before it grows. So to forget costs nothing until
 * then, and less than to look for each, for a full table is walked along its memory.
 *
 * <p>To search, begin at {@link #home} and go on with {@link #after} until {@link #at} is {@link
 * #EMPTY}.
 */
final class HashTable {

  static final long EMPTY = 0;

  private static final int SMALLEST = 64;

  private long[] slots = new long[SMALLEST];
  private int size;

  /** The number of slots. */
  int capacity() {
    return slots.length;
  }

  /** The numbers that are held, needed or not. */
  int size() {
    return size;
  }

  int home(int hash) {
    return hash & slots.length - 1;
  }

  int after(int slot) {
    return slot + 1 & slots.length - 1;
  }

  /** What is in a slot: see {@link #hasHash} and {@link #number}. */
  long at(int slot) {
    return slots[slot];
  }

  static boolean hasHash(long entry, int hash) {
    return (int) (entry >>> 32) == hash;
  }

  static int number(long entry) {
    return (int) entry - 1;
  }

  /** Gives the entry of a slot another number. */
  void replace(int slot, int number) {
    slots[slot] = slots[slot] & 0xffff_ffff_0000_0000L | number + 1;
  }

  /** Adds a number, which is at least 0, to others that are all needed. */
  void add(int hash, int number) {
    add(hash, number, other -> true);
  }

  /** Adds a number, which is at least 0, and may forget others that are not needed. */
  void add(int hash, int number, IntPredicate needed) {
    if ((size + 1) * 4L > slots.length * 3L) {
      makeRoom(needed);
    }
    int slot = home(hash);
    while (slots[slot] != EMPTY) {
      if (hasHash(slots[slot], hash) && !needed.test(number(slots[slot]))) {
        replace(slot, number);
        return;
      }
      slot = after(slot);
    }
    slots[slot] = (long) hash << 32 | number + 1;
    size++;
  }

  /** Empties a slot; what follows may move forward, up to this slot. */
  void remove(int slot) {
    int mask = slots.length - 1;
    int hole = slot;
    for (int next = hole + 1 & mask; slots[next] != EMPTY; next = next + 1 & mask) {
      int home = (int) (slots[next] >>> 32) & mask;
      if ((next - home & mask) >= (next - hole & mask)) {
        slots[hole] = slots[next];
        hole = next;
      }
    }
    slots[hole] = EMPTY;
    size--;
  }

  private void put(long entry) {
    int slot = home((int) (entry >>> 32));
    while (slots[slot] != EMPTY) {
      slot = after(slot);
    }
    slots[slot] = entry;
  }

  private void makeRoom(IntPredicate needed) {
    long[] old = slots;
    int kept = 0;
    for (long entry : old) {
      if (entry != EMPTY && needed.test(number(entry))) {
        old[kept++] = entry;
      }
    }
    // Larger only if it would be more than half full again, so that the next walk is far away.
    slots = new long[kept * 8L > old.length * 3L ? 2 * old.length : old.length];
    for (int i = 0; i < kept; i++) {
      put(old[i]);
    }
    size = kept;
  }
}
