package io.peerwright.kit.limit;

/**
 * How often each address occurs: open addressing over columns, 6 bytes a place. An address is told
 * as {@link AddressKey#network}. Of each a hash of 32 bits is kept; that two of a million share
 * one, and a count, is rare and does no harm.
 */
public final class AddressCounts {

  private static final int SMALLEST = 16;

  private final SaltedHash salted;
  private int[] hashes = new int[SMALLEST];
  private char[] counts = new char[SMALLEST];
  private int used;

  /** Nothing counted yet. */
  public AddressCounts(SaltedHash hash) {
    this.salted = hash;
  }

  /** How often it was added and not removed. */
  public int count(long address) {
    return counts[place(salted.hash(address, 0))];
  }

  /** Counts one more; there must be fewer than 65,535. */
  public void add(long address) {
    int hash = salted.hash(address, 0);
    int at = place(hash);
    hashes[at] = hash;
    if (counts[at]++ == 0 && ++used > hashes.length / 4 * 3) {
      grow();
    }
  }

  /** Counts one less; there must be one. */
  public void remove(long address) {
    int at = place(salted.hash(address, 0));
    if (--counts[at] == 0) {
      used--;
      closeGap(at);
    }
  }

  /** Where a hash is, or would be. */
  private int place(int hash) {
    int mask = hashes.length - 1;
    int at = hash & mask;
    while (counts[at] != 0 && hashes[at] != hash) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** Moves those back that stand further on only because this place was taken. */
  private void closeGap(int from) {
    int mask = hashes.length - 1;
    int gap = from;
    for (int at = gap + 1 & mask; counts[at] != 0; at = at + 1 & mask) {
      if ((at - hashes[at] & mask) >= (at - gap & mask)) {
        hashes[gap] = hashes[at];
        counts[gap] = counts[at];
        counts[at] = 0;
        gap = at;
      }
    }
  }

  private void grow() {
    int[] oldHashes = hashes;
    char[] oldCounts = counts;
    hashes = new int[2 * oldHashes.length];
    counts = new char[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldCounts[i] != 0) {
        int at = place(oldHashes[i]);
        hashes[at] = oldHashes[i];
        counts[at] = oldCounts[i];
      }
    }
  }
}
