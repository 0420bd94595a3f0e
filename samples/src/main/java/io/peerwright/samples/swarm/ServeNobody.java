package io.peerwright.samples.swarm;

import io.peerwright.overlay.bittorrent.choking.ChokeCandidate;
import io.peerwright.overlay.bittorrent.choking.Choker;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a free-rider does: it takes and gives nothing. */
record ServeNobody() implements Choker {

  @Override
  public int slots() {
    return 0;
  }

  @Override
  public Choice choose(
      List<ChokeCandidate> peers, int round, boolean seeding, RandomGenerator random) {
    return new Choice(new BitSet(), -1);
  }
}
