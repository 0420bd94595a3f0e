package io.peerwright.overlay.gnutella.forwarding;

/**
 * To a few servents by chance, one after the other (Lv, Cao, Cohen, Li and Shenker, "Search and
 * replication in unstructured peer-to-peer networks", 2002). Each walker goes to one neighbour of
 * each servent that it comes to.
 *
 * <p>In the paper walkers ask the searcher after every fourth step whether to go on. On the wire
 * that costs as many messages as they are far away, or makes servents send datagrams to any address
 * that a query names. Here a walk ends after a few steps, and others begin that are twice as long,
 * as long as too little was found. So no more than twice the steps are gone that are needed, nobody
 * is asked, and no servent remembers a walker: where a walk begins hardly matters after a few
 * steps. All have the GUID of the search, so that nobody answers twice.
 */
final class RandomWalk implements Course {

  /** As many as the paper found best. */
  private static final int WALKERS = 32;

  private static final int FIRST_STEPS = 4;

  /** Of one walker and its successors: all of them come to 32,000 servents. */
  private static final int MAX_STEPS = 1_000;

  /** There and back. */
  private static final long NANOS_PER_STEP = 300_000_000L;

  private int steps = FIRST_STEPS;
  private int walked;
  private int next;

  @Override
  public long step(Field field, int found, int wanted) {
    if (found >= wanted || walked >= MAX_STEPS || field.width() == 0) {
      return OVER;
    }
    steps = walked == 0 ? FIRST_STEPS : Math.min(2 * steps, field.maxSteps());
    for (int i = 0; i < WALKERS; i++) {
      field.walk(next++ % field.width(), steps);
    }
    walked += steps;
    return steps * NANOS_PER_STEP;
  }
}
