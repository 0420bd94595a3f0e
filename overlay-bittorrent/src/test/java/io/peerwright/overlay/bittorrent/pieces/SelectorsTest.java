package io.peerwright.overlay.bittorrent.pieces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SelectorsTest {

  private static final int[] COPIES = {5, 2, 1, 2, 1, 9};
  private static final int[] ALL = {0, 1, 2, 3, 4, 5};

  private final SplittableRandom random = new SplittableRandom(7);

  private static PeerPieces having(int... pieces) {
    PeerPieces all = new PeerPieces();
    for (int piece : pieces) {
      all.add(piece);
    }
    return all;
  }

  /** Six pieces with so many copies each, all of them left to begin. */
  private static PiecePicker picker(byte... levels) {
    PiecePicker picker = new PiecePicker(COPIES.length);
    picker.start(levels.length == 0 ? null : levels);
    for (int piece = 0; piece < COPIES.length; piece++) {
      for (int copies = 0; copies < COPIES[piece]; copies++) {
        picker.addOne(piece);
      }
      picker.open(piece);
    }
    return picker;
  }

  private Set<Integer> chosen(
      PieceSelector selector, PiecePicker picker, int completed, PeerPieces peerPieces) {
    Set<Integer> chosen = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      chosen.add(picker.pick(peerPieces, completed, selector, random));
    }
    return chosen;
  }

  @Test
  void theRarestComesFirstAndAmongEqualsAnyOne() {
    PieceSelector rarest = Selectors.RAREST_FIRST;
    assertEquals(Set.of(2, 4), chosen(rarest, picker(), 10, having(ALL)));
    assertEquals(Set.of(1, 3), chosen(rarest, picker(), 10, having(0, 1, 3, 5)));
  }

  @Test
  void theFirstFewPiecesAreRandom() {
    Set<Integer> any = Set.of(0, 1, 2, 3, 4, 5);
    assertEquals(any, chosen(Selectors.RAREST_FIRST, picker(), 3, having(ALL)));
    assertEquals(any, chosen(Selectors.RANDOM, picker(), 30, having(ALL)));
  }

  @Test
  void amongEqualsEachIsAsLikely() {
    int[] count = new int[6];
    PiecePicker picker = picker();
    for (int i = 0; i < 60_000; i++) {
      count[picker.pick(having(ALL), 0, Selectors.RANDOM, random)]++;
    }
    for (int each : count) {
      assertEquals(10_000, each, 400);
    }
  }

  @Test
  void whatIsWantedMostComesBeforeAll() {
    PiecePicker picker = picker(new byte[] {1, 1, 1, 1, 1, 7});
    for (PieceSelector each :
        new PieceSelector[] {Selectors.RAREST_FIRST, Selectors.RANDOM, Selectors.SEQUENTIAL}) {
      assertEquals(Set.of(5), chosen(each, picker, 10, having(ALL)));
    }
    assertEquals(Set.of(1), chosen(Selectors.SEQUENTIAL, picker, 0, having(1, 2, 4)));
    assertEquals(Set.of(-1), chosen(Selectors.SEQUENTIAL, picker, 0, having()));
  }
}
