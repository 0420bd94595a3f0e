package io.peerwright.overlay.bittorrent.choking;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Serves each peer until it has got so much more than it gave; a seed serves all.
 *
 * @param maxSurplus how many bytes more
 */
public record SurplusCap(long maxSurplus) implements Choker {

  private static final UnchokeAll ALL = new UnchokeAll();

  @Override
  public int slots() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Choice choose(
      List<ChokeCandidate> peers, int round, boolean seeding, RandomGenerator random) {
    return ALL.choose(peers, round, seeding, random);
  }

  @Override
  public boolean mayServe(long surplus, boolean seeding) {
    return seeding || surplus < maxSurplus;
  }
}
