package io.peerwright.overlay.bittorrent.choking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChokerTest {

  private static final long HOUR = 3_600_000_000_000L;

  private final SplittableRandom random = new SplittableRandom(7);

  private static ChokeCandidate gave(long received) {
    return new ChokeCandidate(true, false, false, false, received, 0, -received, HOUR, 0);
  }

  private static List<ChokeCandidate> gave(long... received) {
    List<ChokeCandidate> all = new ArrayList<>();
    for (long each : received) {
      all.add(gave(each));
    }
    return all;
  }

  private static BitSet of(int... bits) {
    BitSet set = new BitSet();
    for (int bit : bits) {
      set.set(bit);
    }
    return set;
  }

  @Test
  void thoseWhoGaveMostAreServedAndOneByLuck() {
    List<ChokeCandidate> peers = gave(5, 100, 0, 90, 80, 0, 70, 1);
    Choker.Choice choice = new TitForTat(4).choose(peers, 0, false, random);
    assertTrue(choice.optimistic() >= 0);
    BitSet merit = (BitSet) choice.unchoked().clone();
    merit.clear(choice.optimistic());
    assertEquals(of(1, 3, 4, 6), merit);
  }

  @Test
  void luckStaysForThreeRoundsAndFallsOnEverybody() {
    BitSet seen = new BitSet();
    for (int i = 0; i < 300; i++) {
      Choker.Choice drawn = new TitForTat(1).choose(gave(9, 0, 0, 0), 0, false, random);
      seen.set(drawn.optimistic());
    }
    assertEquals(of(1, 2, 3), seen);
    List<ChokeCandidate> peers = gave(9, 0, 0, 0);
    peers.set(2, new ChokeCandidate(true, true, true, false, 0, 0, 0, HOUR, 1));
    for (int round : new int[] {1, 2, 4, 5}) {
      assertEquals(2, new TitForTat(1).choose(peers, round, false, random).optimistic());
    }
  }

  @Test
  void newPeersAreThreeTimesLikelierToBeTried() {
    List<ChokeCandidate> peers = gave(9, 0, 0);
    peers.set(2, new ChokeCandidate(true, false, false, false, 0, 0, 0, 1, 0));
    int fresh = 0;
    for (int i = 0; i < 10_000; i++) {
      fresh += new TitForTat(1).choose(peers, 0, false, random).optimistic() == 2 ? 1 : 0;
    }
    assertEquals(7500, fresh, 200);
  }

  @Test
  void whoSnubsUsIsServedByLuckOnly() {
    List<ChokeCandidate> peers = gave(1, 1);
    peers.set(0, new ChokeCandidate(true, true, false, true, 100, 0, 0, HOUR, 1));
    Choker.Choice choice = new TitForTat(1).choose(peers, 0, false, random);
    assertEquals(of(0, 1), choice.unchoked());
    assertEquals(0, choice.optimistic());
  }

  @Test
  void whoIsNotInterestedTakesNoSlot() {
    List<ChokeCandidate> peers = gave(1, 2, 3);
    peers.set(2, new ChokeCandidate(false, false, false, false, 100, 0, 0, HOUR, 0));
    Choker.Choice choice = new TitForTat(2).choose(peers, 0, false, random);
    assertEquals(of(0, 1, 2), choice.unchoked());
    assertEquals(-1, choice.optimistic());
  }

  @Test
  void aFreeSlotGoesToWhoGaveMostOfThoseWhoWait() {
    Choker choker = new TitForTat(4);
    for (int i = 0; i < 50; i++) {
      assertEquals(2, choker.next(gave(0, 3, 5, 0), false, random));
    }
    BitSet seen = new BitSet();
    for (int i = 0; i < 200; i++) {
      seen.set(choker.next(gave(0, 0, 0), false, random));
    }
    assertEquals(of(0, 1, 2), seen);
  }

  @Test
  void aSeedServesEverybodyAsLongAsAnybodyElseHoweverFastHeTakes() {
    Choker choker = new TitForTat(4);
    int rounds = 6000;
    int[] served = new int[12];
    long[] unchoked = new long[12];
    for (int round = 0; round < rounds; round++) {
      List<ChokeCandidate> peers = new ArrayList<>();
      for (int i = 0; i < served.length; i++) {
        boolean now = unchoked[i] > 0;
        int taken = now ? 1 + 100 * i : 0;
        peers.add(new ChokeCandidate(true, now, false, false, 0, taken, taken, HOUR, unchoked[i]));
      }
      BitSet chosen = choker.choose(peers, round, true, random).unchoked();
      assertEquals(5, chosen.cardinality());
      for (int i = 0; i < served.length; i++) {
        unchoked[i] = chosen.get(i) ? unchoked[i] + 1 : 0;
        served[i] += chosen.get(i) ? 1 : 0;
      }
    }
    for (int each : served) {
      assertEquals(rounds * 5 / 12.0, each, rounds / 20.0);
    }
  }

  @Test
  void aSeedTakesNobodysSlotWhileNobodyWaits() {
    List<ChokeCandidate> peers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      peers.add(new ChokeCandidate(true, true, false, false, 0, 0, 0, HOUR, 1000 * i));
    }
    for (int round = 0; round < 3; round++) {
      assertEquals(
          of(0, 1, 2, 3, 4), new TitForTat(4).choose(peers, round, true, random).unchoked());
    }
    peers.add(gave(0));
    Choker.Choice choice = new TitForTat(4).choose(peers, 1, true, random);
    assertEquals(of(0, 1, 2, 3, 5), choice.unchoked());
  }

  @Test
  void equalsAreChosenByChanceButWhoIsServedStays() {
    BitSet seen = new BitSet();
    for (int i = 0; i < 200; i++) {
      seen.or(new TitForTat(1).choose(gave(0, 0, 0, 0), 1, false, random).unchoked());
    }
    assertEquals(4, seen.cardinality());
    List<ChokeCandidate> peers = gave(0, 0, 0, 0);
    peers.set(1, new ChokeCandidate(true, true, false, false, 0, 0, 0, HOUR, 1));
    for (int i = 0; i < 50; i++) {
      assertTrue(new TitForTat(1).choose(peers, 1, false, random).unchoked().get(1));
    }
  }

  @Test
  void unchokeAllServesWhoeverAsks() {
    List<ChokeCandidate> peers = gave(0, 5);
    peers.add(new ChokeCandidate(false, false, false, false, 100, 0, 0, HOUR, 0));
    assertEquals(of(0, 1), new UnchokeAll().choose(peers, 0, false, random).unchoked());
  }

  @Test
  void proportionalShareDrawsByContribution() {
    int[] served = new int[3];
    for (int i = 0; i < 10_000; i++) {
      Choker.Choice choice = new ProportionalShare(1).choose(gave(100, 300, 0), i, false, random);
      BitSet merit = (BitSet) choice.unchoked().clone();
      merit.clear(choice.optimistic());
      merit.stream().forEach(each -> served[each]++);
    }
    assertEquals(2500, served[0], 200);
    assertEquals(7500, served[1], 200);
    assertEquals(0, served[2]);
  }

  @Test
  void theSurplusIsCapped() {
    SurplusCap cap = new SurplusCap(100);
    assertTrue(cap.mayServe(99, false));
    assertFalse(cap.mayServe(100, false));
    assertTrue(cap.mayServe(100, true));
  }
}
