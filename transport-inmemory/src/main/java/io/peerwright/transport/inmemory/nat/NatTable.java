package io.peerwright.transport.inmemory.nat;

import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.check.Check;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Leases by keys of two numbers, in open addressing. Nothing is taken out: what has expired is not
 * found any more, and is left behind when the table has to make room.
 */
final class NatTable<T extends NatLease> {

  private static final int LEAST = 2;

  private long[] keys = new long[2 * LEAST];
  private @Nullable NatLease[] leases = new NatLease[LEAST];
  private int used;

  /** Entries, with those that have expired since the last {@link #sweep}. */
  int size() {
    return used;
  }

  /** The lease of a key; null if there is none or it has expired. */
  @Nullable T find(long a, long b, long now) {
    NatLease lease = leases[slotOf(a, b)];
    return lease != null && lease.isLive(now) ? cast(lease) : null;
  }

  /** Puts a lease in the place of any other of its key. */
  void put(long a, long b, T lease, long now) {
    if (3 * (used + 1) > 2 * leases.length) {
      sweep(now);
    }
    insert(a, b, lease);
  }

  private void insert(long a, long b, NatLease lease) {
    int slot = slotOf(a, b);
    if (leases[slot] == null) {
      keys[2 * slot] = a;
      keys[2 * slot + 1] = b;
      used++;
    }
    leases[slot] = lease;
  }

  private int slotOf(long a, long b) {
    int mask = leases.length - 1;
    int slot = (int) Mix.of(a, b) & mask;
    while (leases[slot] != null && (keys[2 * slot] != a || keys[2 * slot + 1] != b)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Leaves behind what has expired. */
  void sweep(long now) {
    @Nullable NatLease[] old = leases;
    long[] oldKeys = keys;
    long live = Arrays.stream(old).filter(lease -> lease != null && lease.isLive(now)).count();
    int capacity = LEAST;
    while (3 * live >= capacity) {
      capacity *= 2;
    }
    leases = new NatLease[capacity];
    keys = new long[2 * capacity];
    used = 0;
    for (int i = 0; i < old.length; i++) {
      NatLease lease = old[i];
      if (lease != null && lease.isLive(now)) {
        insert(oldKeys[2 * i], oldKeys[2 * i + 1], lease);
      }
    }
  }

  @SuppressWarnings("unchecked") // only put adds leases
  private T cast(NatLease lease) {
    return (T) lease;
  }

  /** Fails if a lease cannot be found by its key, or is not counted; returns how many there are. */
  int checkInvariants() {
    int count = 0;
    for (int i = 0; i < leases.length; i++) {
      NatLease lease = leases[i];
      if (lease != null) {
        count++;
        Check.that(slotOf(keys[2 * i], keys[2 * i + 1]) == i, "a lease is where its key leads");
        lease.checkInvariants();
      }
    }
    Check.that(count == used, "as many leases are there as are counted");
    Check.that(used < leases.length, "a table has room for one more");
    return count;
  }
}
