package io.peerwright.overlay.gnutella.forwarding;

/**
 * To all ultrapeers of a leaf, each of which asks a few links at a time for it. It waits until all
 * have said that they are done. If one of them does not say so, it is over when nobody has answered
 * for as long as three probes take; and anyhow after the time that they may need for all their
 * links, or when enough was found: then they go no further either.
 */
public final class Delegated implements Course {

  /** How many servents are enough for a leaf, which has several ultrapeers. */
  public static final int ENOUGH = 50;

  /** Rounds without an answer, each as long as a probe may take. */
  private static final int QUIET_ROUNDS = 3;

  private static final int PROBE_HOPS = 2;

  private int rounds;
  private int quiet;
  private int foundBefore;

  /** One that has not begun. */
  public Delegated() {}

  @Override
  public long step(Field field, int found, int wanted) {
    for (int i = 0; rounds == 0 && i < field.width(); i++) {
      field.ask(i, field.maxTtl());
    }
    if (field.busy() == 0) {
      return ANSWERED;
    }
    quiet = rounds == 0 || found > foundBefore || field.busySay() ? 0 : quiet + 1;
    foundBefore = found;
    int most = field.degree() * field.maxTtl() / PROBE_HOPS;
    boolean enough = found >= Math.min(wanted, ENOUGH);
    boolean over = enough || rounds++ >= most || quiet >= QUIET_ROUNDS;
    return over ? OVER : PROBE_HOPS * DynamicQuery.NANOS_PER_HOP;
  }
}
