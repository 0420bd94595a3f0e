package io.peerwright.overlay.bittorrent.pieces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The picker beside one that looks at every piece. */
class PiecePickerTest {

  private final Random random = new Random(11);

  /** What is known, kept in the plainest way. */
  private static final class Model {
    final int pieces;
    final List<PeerPieces> peers = new ArrayList<>();
    final BitSet open = new BitSet();
    final byte[] levels;

    Model(int pieces, byte[] levels) {
      this.pieces = pieces;
      this.levels = levels;
    }

    int copies(int piece) {
      return (int) peers.stream().filter(each -> each.has(piece)).count();
    }

    int level(int piece) {
      return levels == null ? 1 : levels[piece];
    }

    /** The least number of copies of what a peer has at the highest level; -1 if there is none. */
    int rarest(PeerPieces peerPieces) {
      int level = 0;
      int copies = -1;
      for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
        if (peerPieces.has(i)
            && (level(i) > level || level(i) == level && (copies < 0 || copies(i) < copies))) {
          level = level(i);
          copies = copies(i);
        }
      }
      return copies;
    }
  }

  private PeerPieces somebody(int pieces) {
    PeerPieces all = new PeerPieces();
    if (random.nextInt(4) == 0) {
      all.addAll();
    } else {
      double share = random.nextDouble();
      for (int i = 0; i < pieces; i++) {
        if (random.nextDouble() < share) {
          all.add(i);
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 500})
  void itChoosesAsOneThatLooksAtEveryPiece(int pieces) {
    byte[] levels = null;
    if (pieces == 500 || pieces == 64) {
      levels = new byte[pieces];
      for (int i = 0; i < pieces; i++) {
        levels[i] = (byte) (1 + random.nextInt(3));
      }
    }
    Model model = new Model(pieces, levels);
    PiecePicker picker = new PiecePicker(pieces);
    picker.start(levels);
    for (int i = 0; i < 4000; i++) {
      change(model, picker, random.nextInt(pieces));
      PeerPieces peerPieces =
          model.peers.isEmpty()
              ? somebody(pieces)
              : model.peers.get(random.nextInt(model.peers.size()));
      int rarest = model.rarest(peerPieces);
      int piece = picker.pick(peerPieces, 9, Selectors.RAREST_FIRST, random);
      int any = picker.pick(peerPieces, 0, Selectors.RAREST_FIRST, random);
      int first = picker.pick(peerPieces, 9, Selectors.SEQUENTIAL, random);
      assertEquals(rarest, piece < 0 ? -1 : model.copies(piece));
      for (int each : new int[] {piece, any, first}) {
        assertEquals(rarest < 0, each < 0);
        if (each >= 0) {
          assertTrue(model.open.get(each) && peerPieces.has(each));
          assertEquals(model.level(piece), model.level(each));
          assertEquals(model.copies(each), picker.availability(each));
        }
      }
      picker.checkInvariants();
    }
  }

  private void change(Model model, PiecePicker picker, int piece) {
    switch (random.nextInt(9)) {
      case 0 -> {
        PeerPieces peerPieces = somebody(model.pieces);
        model.peers.add(peerPieces);
        picker.add(peerPieces);
      }
      case 1 -> {
        if (model.peers.size() > 3) {
          picker.remove(model.peers.remove(random.nextInt(model.peers.size())));
        }
      }
      case 2, 3 -> {
        if (!model.peers.isEmpty() && model.peers.get(0).add(piece)) {
          picker.addOne(piece);
        }
      }
      case 4 -> {
        PeerPieces peerPieces = model.peers.isEmpty() ? new PeerPieces() : model.peers.get(0);
        if (!peerPieces.isAll() && peerPieces.remove(piece, model.pieces)) {
          picker.removeOne(piece);
        }
      }
      case 5, 6, 7 -> {
        model.open.set(piece);
        picker.open(piece);
      }
      default -> {
        model.open.clear(piece);
        picker.close(piece);
      }
    }
    assertEquals(model.open.isEmpty(), picker.isEmpty());
    assertEquals(model.open.get(piece), picker.isOpen(piece));
  }

  /** All that is rare is what the peer has not. */
  @Test
  void aPeerWithoutAnythingRareIsStillGivenWhatItHas() {
    int pieces = 100_000;
    PiecePicker picker = new PiecePicker(pieces);
    picker.start(null);
    PeerPieces common = new PeerPieces();
    for (int i = 0; i < pieces; i++) {
      picker.open(i);
      if (i % 2 == 0) {
        common.add(i);
      }
    }
    picker.add(common);
    picker.addOne(40_000);
    for (int i = 0; i < 1000; i++) {
      int piece = picker.pick(common, 9, Selectors.RAREST_FIRST, random);
      assertTrue(piece % 2 == 0 && piece != 40_000, "piece " + piece);
    }
    PeerPieces one = new PeerPieces();
    one.add(99_999);
    assertEquals(99_999, picker.pick(one, 9, Selectors.RAREST_FIRST, random));
    assertEquals(99_999, picker.pick(one, 0, Selectors.RAREST_FIRST, random));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1_000_000})
  void aFewRarePiecesAmongManyAreAllFoundFirst(int pieces) {
    PiecePicker picker = new PiecePicker(pieces);
    picker.start(null);
    PeerPieces seed = new PeerPieces();
    seed.addAll();
    picker.add(seed);
    PeerPieces whole = new PeerPieces();
    for (int i = 0; i < pieces; i++) {
      picker.open(i);
      whole.add(i);
    }
    picker.add(whole);
    Set<Integer> rare = new TreeSet<>();
    while (rare.size() < 100) {
      int piece = random.nextInt(pieces);
      if (rare.add(piece)) {
        picker.removeOne(piece);
      }
    }
    Set<Integer> found = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      int piece = picker.pick(seed, 9, Selectors.RAREST_FIRST, random);
      assertEquals(1, picker.availability(piece));
      picker.close(piece);
      found.add(piece);
    }
    assertEquals(rare, found);
    assertEquals(2, picker.availability(picker.pick(seed, 9, Selectors.RAREST_FIRST, random)));
    picker.checkInvariants();
  }

  @Test
  void piecesThatAreToldBeforeItIsKnownHowManyThereAreCountLater() {
    PeerPieces peerPieces = new PeerPieces();
    peerPieces.addEarly(3_000_000);
    peerPieces.addEarly(7);
    assertTrue(!peerPieces.settle(3_000_000), "there is no such piece");
    PeerPieces others = new PeerPieces();
    others.addEarly(7);
    others.addEarly(9);
    assertTrue(others.settle(10));
    assertTrue(others.has(9) && others.has(7) && !others.has(8));
    assertEquals(2, others.count(10));
    others.addAll();
    assertTrue(others.remove(3, 10) && !others.has(3) && others.has(9));
    assertEquals(9, others.count(10));
    assertTrue(others.settle(10), "it has none beyond the last one");
  }
}
