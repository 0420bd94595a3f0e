package io.peerwright.overlay.bittorrent.choking;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Serves everybody until he got so much more than he gave; a seed serves everybody.
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
  public Choice choose(List<Standing> peers, int round, boolean seeding, RandomGenerator random) {
    return ALL.choose(peers, round, seeding, random);
  }

  @Override
  public boolean mayServe(long surplus, boolean seeding) {
    return seeding || surplus < maxSurplus;
  }
}
