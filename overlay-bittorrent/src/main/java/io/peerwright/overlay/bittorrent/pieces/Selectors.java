package io.peerwright.overlay.bittorrent.pieces;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** The ways to choose the next piece. */
public final class Selectors {

  /** Until we have so many pieces, any one will do: what counts is to have something to give. */
  private static final int RANDOM_FIRST = 4;

  /** The rarest of the most wanted pieces, but random ones at first; among equals a random one. */
  public static final PieceSelector RAREST_FIRST = Selectors::rarestFirst;

  /** A random one of the most wanted pieces. */
  public static final PieceSelector RANDOM = Selectors::random;

  /** The first one of the most wanted pieces. */
  public static final PieceSelector SEQUENTIAL = Selectors::sequential;

  private Selectors() {}

  private static int rarestFirst(
      BitSet candidates, PieceSelector.View view, RandomGenerator random) {
    return view.completed() < RANDOM_FIRST
        ? best(candidates, view, false, random)
        : best(candidates, view, true, random);
  }

  private static int random(BitSet candidates, PieceSelector.View view, RandomGenerator random) {
    return best(candidates, view, false, random);
  }

  private static int best(
      BitSet candidates, PieceSelector.View view, boolean rarest, RandomGenerator random) {
    int best = -1;
    int priority = 0;
    int copies = 0;
    int equals = 0;
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      int itsPriority = view.priority(i);
      int itsCopies = rarest ? view.availability(i) : 0;
      boolean better =
          best < 0 || itsPriority > priority || itsPriority == priority && itsCopies < copies;
      if (better) {
        equals = 1;
      } else if (itsPriority == priority && itsCopies == copies) {
        equals++;
      } else {
        continue;
      }
      if (better || random.nextInt(equals) == 0) {
        best = i;
        priority = itsPriority;
        copies = itsCopies;
      }
    }
    return best;
  }

  private static int sequential(
      BitSet candidates, PieceSelector.View view, RandomGenerator random) {
    int best = candidates.nextSetBit(0);
    for (int i = best; i >= 0; i = candidates.nextSetBit(i + 1)) {
      if (view.priority(i) > view.priority(best)) {
        best = i;
      }
    }
    return best;
  }
}
