package io.peerwright.overlay.bittorrent.tracker;

/**
 * How often each address occurs: open addressing over columns, 10 bytes a place. An address is an
 * IPv4 one, or the upper half of an IPv6 one: whoever has one has 2^64.
 */
final class AddressCounts {

  private static final int SMALLEST = 16;

  private final Keyed keyed;
  private long[] addresses = new long[SMALLEST];
  private char[] counts = new char[SMALLEST];
  private int used;

  AddressCounts(Keyed keyed) {
    this.keyed = keyed;
  }

  int count(long address) {
    return counts[place(address)];
  }

  /** Counts one more; there must be fewer than 65,535. */
  void add(long address) {
    int at = place(address);
    addresses[at] = address;
    if (counts[at]++ == 0 && ++used > addresses.length / 4 * 3) {
      grow();
    }
  }

  /** Counts one less; there must be one. */
  void remove(long address) {
    int at = place(address);
    if (--counts[at] == 0) {
      used--;
      closeGap(at);
    }
  }

  /** Where an address is, or would be. */
  private int place(long address) {
    int at = home(address);
    while (counts[at] != 0 && addresses[at] != address) {
      at = at + 1 & addresses.length - 1;
    }
    return at;
  }

  private int home(long address) {
    return keyed.hash(address, 0) & addresses.length - 1;
  }

  /** Moves those back that stand further on only because this place was taken. */
  private void closeGap(int from) {
    int mask = addresses.length - 1;
    int gap = from;
    for (int at = gap + 1 & mask; counts[at] != 0; at = at + 1 & mask) {
      int distance = at - home(addresses[at]) & mask;
      if (distance >= (at - gap & mask)) {
        addresses[gap] = addresses[at];
        counts[gap] = counts[at];
        counts[at] = 0;
        gap = at;
      }
    }
  }

  private void grow() {
    long[] oldAddresses = addresses;
    char[] oldCounts = counts;
    addresses = new long[2 * oldAddresses.length];
    counts = new char[addresses.length];
    for (int i = 0; i < oldAddresses.length; i++) {
      if (oldCounts[i] != 0) {
        int at = place(oldAddresses[i]);
        addresses[at] = oldAddresses[i];
        counts[at] = oldCounts[i];
      }
    }
  }
}
