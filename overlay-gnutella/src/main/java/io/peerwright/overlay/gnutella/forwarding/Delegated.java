package io.peerwright.overlay.gnutella.forwarding;

/**
 * To all ultrapeers of a leaf, each of which asks a few links at a time for it. It waits until all
 * have said that they are done. Of one that does not say so it is taken after the time that it may
 * need for all its links, unless enough was found before: then it goes no further either.
 */
public final class Delegated implements Course {

  /** How many servents are enough for a leaf, which has several ultrapeers. */
  public static final int ENOUGH = 50;

  private int rounds;

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
    boolean over = found >= Math.min(wanted, ENOUGH) || rounds++ == field.degree();
    return over ? OVER : field.maxTtl() * DynamicQuery.NANOS_PER_HOP;
  }
}
