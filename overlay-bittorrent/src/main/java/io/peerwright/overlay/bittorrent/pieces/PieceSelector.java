package io.peerwright.overlay.bittorrent.pieces;

import java.util.random.RandomGenerator;

/**
 * Decides which piece is begun next. A pure function. Pieces that are begun are finished first
 * (strict priority), and those that are wanted more come before all others, which is not up to the
 * selector.
 */
@FunctionalInterface
public interface PieceSelector {

  /**
   * The pieces that a peer has, that are not begun, and that we want: of those only the most
   * wanted. The questions cost the same whether there are a thousand pieces or a million; how many
   * of them there are is not known.
   */
  interface Candidates {

    /** How many pieces we have. */
    int completed();

    /** How many of the connected peers have a piece. */
    int availability(int piece);

    /** The first one that is not below a number; -1 if there is none. */
    int next(int from);

    /** A random one; -1 if there is none. */
    int any(RandomGenerator random);

    /**
     * One that the fewest peers have, any one of those; -1 if there is none. Where the peer has
     * hardly any of what is rare it is the rarest of some that it has.
     */
    int rarest(RandomGenerator random);
  }

  /**
   * Chooses.
   *
   * @return one of the candidates, -1 if there is none
   */
  int select(Candidates candidates, RandomGenerator random);
}
