package io.peerwright.overlay.bittorrent.choking;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Gives each peer a share of our upload in proportion to what it gave us, as Levin and others
 * proposed in 2008 (PropShare). Time is shared out rather than bandwidth: the slots of a round are
 * drawn by lot, with as many chances as bytes were received, and one goes to somebody new.
 *
 * @param regular slots that are drawn by contribution
 */
public record ProportionalShare(int regular) implements Choker {

  @Override
  public int slots() {
    return regular + 1;
  }

  @Override
  public Choice choose(
      List<ChokeCandidate> peers, int round, boolean seeding, RandomGenerator random) {
    BitSet chosen = new BitSet();
    for (int i = 0; i < regular; i++) {
      int winner = draw(peers, chosen, seeding, random);
      if (winner >= 0) {
        chosen.set(winner);
      }
    }
    int lucky = -1;
    for (int i : Draw.shuffled(peers.size(), random)) {
      if (lucky < 0 && peers.get(i).interested() && !chosen.get(i)) {
        lucky = i;
      }
    }
    if (lucky >= 0) {
      chosen.set(lucky);
    }
    return new Choice(chosen, lucky);
  }

  private static int draw(
      List<ChokeCandidate> peers, BitSet chosen, boolean seeding, RandomGenerator random) {
    long lots = 0;
    for (int i = 0; i < peers.size(); i++) {
      lots += chances(peers.get(i), chosen.get(i), seeding);
    }
    if (lots == 0) {
      return -1;
    }
    long ticket = random.nextLong(lots);
    for (int i = 0; i < peers.size(); i++) {
      ticket -= chances(peers.get(i), chosen.get(i), seeding);
      if (ticket < 0) {
        return i;
      }
    }
    throw new AssertionError("the ticket is below the number of lots");
  }

  private static long chances(ChokeCandidate peer, boolean chosen, boolean seeding) {
    return chosen || !peer.interested() ? 0 : seeding ? 1 : peer.received();
  }
}
