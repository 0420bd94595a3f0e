package io.peerwright.overlay.bittorrent.pieces;

import java.util.random.RandomGenerator;

/** The ways to choose the next piece. */
public final class Selectors {

  /** Until we have so many pieces, any one will do: what counts is to have something to give. */
  private static final int RANDOM_FIRST = 4;

  /** The rarest piece, but random ones at first; among equals a random one. */
  public static final PieceSelector RAREST_FIRST = Selectors::rarestFirst;

  /** A random piece. */
  public static final PieceSelector RANDOM = PieceSelector.Candidates::any;

  /** The first piece. */
  public static final PieceSelector SEQUENTIAL = (candidates, random) -> candidates.next(0);

  private Selectors() {}

  private static int rarestFirst(PieceSelector.Candidates candidates, RandomGenerator random) {
    return candidates.completed() < RANDOM_FIRST
        ? candidates.any(random)
        : candidates.rarest(random);
  }
}
