package io.peerwright.overlay.bittorrent.pieces;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * Decides which piece is begun next. A pure function. Pieces that are begun are finished first
 * (strict priority), which is not up to the selector.
 */
@FunctionalInterface
public interface PieceSelector {

  /** What is known of the pieces. */
  interface View {

    /** How many of the connected peers have a piece. */
    int availability(int piece);

    /** How much a piece is wanted: 1 and more, the higher the sooner. */
    int priority(int piece);

    /** How many pieces we have. */
    int completed();
  }

  /**
   * Chooses.
   *
   * @param candidates pieces that the peer has, that we want and that are not begun; not empty, not
   *     to be changed
   * @return one of them
   */
  int select(BitSet candidates, View view, RandomGenerator random);
}
