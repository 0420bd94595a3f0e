package io.peerwright.kit.index;

/**
 * From hashes to numbers, by open addressing: a slot holds a hash and a number, so that neither a
 * search nor a larger table looks at what the number stands for unless the hash is the same.
 *
 * <p>To search, begin at {@link #home} and go on with {@link #after} until {@link #at} is {@link
 * #EMPTY}.
 */
final class HashTable {

  static final long EMPTY = 0;

  private static final int SMALLEST = 64;

  private long[] slots = new long[SMALLEST];
  private int size;

  /** The number of slots; changes when the table grows, which moves what is in them. */
  int capacity() {
    return slots.length;
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

  /** Adds a number, which is at least 0. */
  void add(int hash, int number) {
    if ((size + 1) * 4L > slots.length * 3L) {
      grow();
    }
    size++;
    put((long) hash << 32 | number + 1);
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

  /**
   * Empties all slots whose numbers are not live; to be called for one part after the other.
   *
   * @return how many these were
   */
  int keep(int from, int count, LiveDocuments alive) {
    int before = size;
    int end = Math.min(from + count, slots.length);
    for (int slot = from; slot < end; ) {
      // Of each two slots one is empty; that is not to be guessed, so it is no branch.
      if (alive.containsIfAny(number(slots[slot]))) {
        slot++;
      } else {
        remove(slot);
      }
    }
    return before - size;
  }

  private void put(long entry) {
    int slot = home((int) (entry >>> 32));
    while (slots[slot] != EMPTY) {
      slot = after(slot);
    }
    slots[slot] = entry;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long entry : old) {
      if (entry != EMPTY) {
        put(entry);
      }
    }
  }
}
