package io.peerwright.overlay.gnutella.link;

import io.peerwright.kit.limit.TokenBucket;

/**
 * What one neighbour may still ask: so many queries, so many bytes of them, and so much work. At
 * once it may send no more bytes than half of those that wait for a slow neighbour: else its
 * queries, which go to all others, would displace there what those ask each other.
 */
final class QueryBudget {

  /** As many queries may come at once as else in so many seconds. */
  private static final int BURST_SECONDS = 10;

  /** The bytes that a query may have, on average. */
  static final int BYTES_OF_A_QUERY = 64;

  /** A longer one counts as several: its text and extensions are read. */
  private static final int BYTES_READ_AT_ONCE = 256;

  static final int BURST_BYTES = Kind.QUERY.maxBytes / 2;

  private final TokenBucket queries;
  private final TokenBucket bytes;

  /**
   * All of it is there.
   *
   * @param perSecond queries that may come in a second in the long run
   * @param now in nanoseconds
   */
  QueryBudget(int perSecond, long now) {
    queries = new TokenBucket(perSecond, (long) BURST_SECONDS * perSecond, now);
    bytes = new TokenBucket((long) BYTES_OF_A_QUERY * perSecond, BURST_BYTES, now);
  }

  /** Whether a query of so many bytes is taken now; counts it, if so. */
  boolean takes(int length, long now) {
    if (queries.available(now) <= 0 || bytes.available(now) <= 0) {
      return false;
    }
    queries.take(1 + length / BYTES_READ_AT_ONCE, now);
    bytes.take(length, now);
    return true;
  }

  /** Whether nothing is missing, so that a new one would be as good. */
  boolean isFull(long now) {
    return queries.isFull(now) && bytes.isFull(now);
  }

  /** Counts a query that was taken as so many more, for it has cost as much. */
  void count(int more, long now) {
    queries.take(more, now);
  }
}
