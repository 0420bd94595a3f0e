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

  /** Draws once for all: a draw for each of thousands of equals would cost more than all else. */
  private static int best(
      BitSet candidates, PieceSelector.View view, boolean rarest, RandomGenerator random) {
    int first = -1;
    int priority = 0;
    int copies = 0;
    int equals = 0;
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      int itsPriority = view.priority(i);
      int itsCopies = rarest ? view.availability(i) : 0;
      if (first < 0 || itsPriority > priority || itsPriority == priority && itsCopies < copies) {
        first = i;
        priority = itsPriority;
        copies = itsCopies;
        equals = 1;
      } else if (itsPriority == priority && itsCopies == copies) {
        equals++;
      }
    }
    int chosen = first;
    for (int skip = equals > 1 ? random.nextInt(equals) : 0; skip > 0; ) {
      chosen = candidates.nextSetBit(chosen + 1);
      boolean equal =
          view.priority(chosen) == priority && (!rarest || view.availability(chosen) == copies);
      skip -= equal ? 1 : 0;
    }
    return chosen;
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
