package io.peerwright.transport.vertx;

/**
 * How many connections one listening socket takes over: so many at a time, and so many a second, of
 * which a second's worth may come at once. Whoever comes beyond that waits in the system's queue.
 */
final class AcceptLimits {

  /** No time helps: one of the links must end first. */
  static final long UNTIL_A_LINK_ENDS = Long.MAX_VALUE;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final int mostLinks;
  private final long nanosPerLink;
  private int links;

  /** When the links so far are paid for, one each {@code nanosPerLink}. */
  private long paidAt;

  AcceptLimits(int mostLinks, int linksPerSecond, long now) {
    this.mostLinks = mostLinks;
    this.nanosPerLink = SECOND_NANOS / linksPerSecond;
    this.paidAt = now;
  }

  /** How long to wait before one more is accepted; 0 if not at all. */
  long waitNanos(long now) {
    if (links >= mostLinks) {
      return UNTIL_A_LINK_ENDS;
    }
    return Math.max(0, paidAt - now - (SECOND_NANOS - nanosPerLink));
  }

  void accepted(long now) {
    links++;
    paidAt = (paidAt - now > 0 ? paidAt : now) + nanosPerLink;
  }

  /** One of them is over. */
  void ended() {
    links--;
  }
}
