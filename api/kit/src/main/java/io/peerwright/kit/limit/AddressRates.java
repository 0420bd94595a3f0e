package io.peerwright.kit.limit;

import io.peerwright.api.net.Endpoint;

/**
 * A rate for each address, in a table that never grows: 8 bytes a cell, each the time at which
 * everything its addresses took is paid off. Addresses may share a cell; which ones, nobody outside
 * knows.
 */
public final class AddressRates {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int CELLS = 1 << 14;

  private final SaltedHash hash;
  private final long nanosEach;
  private final long burstNanos;
  private final long[] paidOffAt = new long[CELLS];

  /** The cells that have been used; of another one the time means nothing. */
  private final long[] used = new long[CELLS / Long.SIZE];

  /**
   * So many per second for each address.
   *
   * @param perSecond 1..1,000,000,000
   * @param burst how many may come at once after a pause, 1..1,000,000,000
   */
  public AddressRates(SaltedHash hash, int perSecond, int burst) {
    this(hash, SECOND_NANOS / perSecond, burst);
  }

  private AddressRates(SaltedHash hash, long nanosEach, int burst) {
    this.hash = hash;
    this.nanosEach = nanosEach;
    this.burstNanos = burst * nanosEach;
  }

  /** So many per minute for each address, all of them at once if need be. */
  public static AddressRates perMinute(SaltedHash hash, int count) {
    return new AddressRates(hash, 60 * SECOND_NANOS / count, count);
  }

  /** Takes one; false, and nothing taken, if it is one too many. */
  public boolean take(Endpoint from, long now) {
    int cell = cell(from);
    long debt = debt(cell, now);
    if (debt + nanosEach > burstNanos) {
      return false;
    }
    put(cell, now + debt + nanosEach);
    return true;
  }

  /** Takes some, whether they are there or not, as far as ten bursts of debt. */
  public void charge(Endpoint from, long count, long now) {
    int cell = cell(from);
    long debt = debt(cell, now);
    long most = 10 * burstNanos;
    long more = count > most / nanosEach ? most : count * nanosEach;
    put(cell, now + Math.min(most, debt + more));
  }

  /** Nanoseconds until {@link #take} is granted again; 0 if it is now. */
  public long waitNanos(Endpoint from, long now) {
    return Math.max(0, debt(cell(from), now) + nanosEach - burstNanos);
  }

  private int cell(Endpoint from) {
    return hash.hash(AddressKey.network(from), 1) & CELLS - 1;
  }

  private long debt(int cell, long now) {
    boolean known = (used[cell / Long.SIZE] & 1L << cell) != 0;
    return known ? Math.max(0, paidOffAt[cell] - now) : 0;
  }

  private void put(int cell, long at) {
    used[cell / Long.SIZE] |= 1L << cell;
    paidOffAt[cell] = at;
  }
}
