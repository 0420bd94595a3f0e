package io.peerwright.overlay.bittorrent.pieces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SelectorsTest {

  private final SplittableRandom random = new SplittableRandom(7);

  private record Known(int[] copies, int[] priorities, int completed)
      implements PieceSelector.View {

    @Override
    public int availability(int piece) {
      return copies[piece];
    }

    @Override
    public int priority(int piece) {
      return priorities[piece];
    }
  }

  private static final int[] EQUAL = {1, 1, 1, 1, 1, 1};
  private static final int[] COPIES = {5, 2, 1, 2, 1, 9};

  private static BitSet candidates(int... pieces) {
    BitSet set = new BitSet();
    for (int piece : pieces) {
      set.set(piece);
    }
    return set;
  }

  private BitSet chosen(PieceSelector selector, BitSet candidates, Known known) {
    BitSet chosen = new BitSet();
    for (int i = 0; i < 200; i++) {
      chosen.set(selector.select(candidates, known, random));
    }
    return chosen;
  }

  @Test
  void theRarestComesFirstAndAmongEqualsAnyOne() {
    Known known = new Known(COPIES, EQUAL, 10);
    assertEquals(
        candidates(2, 4), chosen(Selectors.RAREST_FIRST, candidates(0, 1, 2, 3, 4, 5), known));
    assertEquals(candidates(1, 3), chosen(Selectors.RAREST_FIRST, candidates(0, 1, 3, 5), known));
  }

  @Test
  void theFirstFewPiecesAreRandom() {
    BitSet all = candidates(0, 1, 2, 3, 4, 5);
    assertEquals(all, chosen(Selectors.RAREST_FIRST, all, new Known(COPIES, EQUAL, 3)));
    assertEquals(all, chosen(Selectors.RANDOM, all, new Known(COPIES, EQUAL, 30)));
  }

  @Test
  void amongEqualsEachIsAsLikely() {
    int[] count = new int[6];
    Known known = new Known(COPIES, EQUAL, 0);
    for (int i = 0; i < 60_000; i++) {
      count[Selectors.RANDOM.select(candidates(0, 1, 2, 3, 4, 5), known, random)]++;
    }
    for (int each : count) {
      assertEquals(10_000, each, 400);
    }
  }

  @Test
  void whatIsWantedMostComesBeforeAll() {
    int[] priorities = {1, 1, 1, 1, 1, 7};
    Known known = new Known(COPIES, priorities, 10);
    BitSet all = candidates(0, 1, 2, 3, 4, 5);
    for (PieceSelector each :
        new PieceSelector[] {Selectors.RAREST_FIRST, Selectors.RANDOM, Selectors.SEQUENTIAL}) {
      assertEquals(candidates(5), chosen(each, all, known));
    }
    assertEquals(
        candidates(1),
        chosen(Selectors.SEQUENTIAL, candidates(1, 2, 4), new Known(COPIES, EQUAL, 0)));
  }
}
