package io.peerwright.overlay.bittorrent.choking;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** Decides whom to serve. A pure function: all that it needs to know is told, chance included. */
public interface Choker {

  /**
   * A decision.
   *
   * @param unchoked the positions of those to serve until the next round
   * @param optimistic the one of them who is served by luck, -1 if none is
   */
  record Choice(BitSet unchoked, int optimistic) {}

  /**
   * How many interested peers are served at a time. Between two rounds those who wait are served at
   * once while there are fewer.
   */
  int slots();

  /**
   * Decides anew, every ten seconds.
   *
   * @param peers who is connected, in the order of their coming
   * @param round counts the rounds
   * @param seeding we have everything that we want, so that nobody can give us anything
   */
  Choice choose(List<ChokeCandidate> peers, int round, boolean seeding, RandomGenerator random);

  /**
   * Decides who gets a slot that has become free between two rounds.
   *
   * @param waiting who is interested and not served; at least one
   * @return the position of who gets it
   */
  default int next(List<ChokeCandidate> waiting, boolean seeding, RandomGenerator random) {
    return random.nextInt(waiting.size());
  }

  /** False while a peer that is unchoked must wait all the same, for it got too much. */
  default boolean mayServe(long surplus, boolean seeding) {
    return true;
  }
}
