package io.peerwright.kit.limit;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.Bounds;

/**
 * A {@link TokenBucket} for each address, in a table that never grows: 8 bytes a cell, each the
 * time at which its bucket is full again, to the nanosecond. Addresses may share a cell; which
 * ones, nobody outside knows.
 */
public final class AddressRates {

  private static final int USUAL_CELLS = 1 << 14;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int MOST_BURSTS_OWED = 10;

  private final SaltedHash hash;

  /** The bucket of the cell at hand. */
  private final TokenBucket bucket;

  private final long burst;

  /** The tokens that one costs. */
  private final int each;

  private final long[] fullAt;

  /** The cells that have been used; of another one the time means nothing. */
  private final long[] used;

  /**
   * So many per second for each address.
   *
   * @param perSecond 1..100,000,000
   * @param burst how many may come at once after a pause, 1..100,000,000
   */
  public AddressRates(SaltedHash hash, int perSecond, int burst) {
    this(hash, perSecond, burst, 1, USUAL_CELLS);
  }

  private AddressRates(SaltedHash hash, int tokensPerSecond, int burst, int each, int cells) {
    Bounds.check("burst", burst, 1, 100_000_000);
    Bounds.check("cells", cells, Long.SIZE, 1 << 24);
    if (Integer.bitCount(cells) != 1) {
      throw new IllegalArgumentException("cells must be a power of two, are " + cells);
    }
    fullAt = new long[cells];
    used = new long[cells / Long.SIZE];
    this.hash = hash;
    this.burst = (long) burst * each;
    this.bucket = new TokenBucket(tokensPerSecond, this.burst, 0);
    this.each = each;
  }

  /**
   * So many per minute for each address, all of them at once if need be.
   *
   * @param count 1..1,000,000
   */
  public static AddressRates perMinute(SaltedHash hash, int count) {
    return perMinute(hash, count, USUAL_CELLS);
  }

  /**
   * The same in a table of another size, for peers of which there are many in one process.
   *
   * @param cells a power of two, 64..16,777,216; the usual table has 16,384
   */
  public static AddressRates perMinute(SaltedHash hash, int count, int cells) {
    // A token a second for each of them, and each costs a minute's.
    return new AddressRates(hash, count, count, SECONDS_PER_MINUTE, cells);
  }

  /** Takes one; false, and nothing taken, if it is one too many. */
  public boolean take(Endpoint from, long now) {
    int cell = turnTo(from, now);
    if (bucket.available(now) < each) {
      return false;
    }
    bucket.take(each, now);
    put(cell);
    return true;
  }

  /** Takes some, whether they are there or not, as far as ten bursts of debt. */
  public void charge(Endpoint from, long count, long now) {
    int cell = turnTo(from, now);
    long left = MOST_BURSTS_OWED * burst - (burst - bucket.available(now));
    bucket.take(count > left / each ? Math.max(0, left) : count * each, now);
    put(cell);
  }

  /** Nanoseconds until {@link #take} is granted again; 0 if it is now. */
  public long waitNanos(Endpoint from, long now) {
    turnTo(from, now);
    return bucket.nanosUntil(each, now);
  }

  /** Makes the bucket that of an address; returns its cell. */
  private int turnTo(Endpoint from, long now) {
    int cell = cell(from);
    boolean known = (used[cell / Long.SIZE] & 1L << cell) != 0;
    bucket.becomeFullAt(known ? fullAt[cell] : now);
    return cell;
  }

  private int cell(Endpoint from) {
    return hash.hash(AddressKey.network(from), 1) & fullAt.length - 1;
  }

  private void put(int cell) {
    used[cell / Long.SIZE] |= 1L << cell;
    fullAt[cell] = bucket.fullAt();
  }
}
