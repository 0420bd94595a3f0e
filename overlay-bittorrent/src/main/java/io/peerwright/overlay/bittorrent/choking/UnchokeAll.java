package io.peerwright.overlay.bittorrent.choking;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** Serves everybody who asks. For comparison: whoever gives nothing gets a full share. */
public record UnchokeAll() implements Choker {

  @Override
  public int slots() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Choice choose(
      List<ChokeCandidate> peers, int round, boolean seeding, RandomGenerator random) {
    BitSet all = new BitSet();
    for (int i = 0; i < peers.size(); i++) {
      all.set(i, peers.get(i).interested());
    }
    return new Choice(all, -1);
  }
}
