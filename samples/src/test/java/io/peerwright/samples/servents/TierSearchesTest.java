package io.peerwright.samples.servents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TierSearchesTest {

  private static final TierPlan PLAN =
      TierPlan.of(8, List.of(ForwardingKind.FLOOD, ForwardingKind.DYNAMIC_QUERY)).withSharers(0.2);

  private static QueryFigures search(ForwardingKind kind, boolean tables, int shards) {
    QueryFigures figures = new QueryFigures();
    try (Tiers tiers = new Tiers(PLAN.withShards(shards), 1, tables)) {
      assertEquals(28, tiers.links(), "each of 8 with each other");
      assertTrue(tiers.sharers() > 5, () -> tiers.sharers() + " sharers");
      assertTrue(tables == tiers.tableBytes() > 0);
      tiers.search(kind, figures);
    }
    return figures;
  }

  /** All links but the one that it came from, and each leaf as often as it has ultrapeers. */
  @Test
  void aFloodComesToAllOverAllLinks() {
    QueryFigures flood = search(ForwardingKind.FLOOD, false, 1);
    assertEquals(1, flood.reach().median());
    assertEquals(1, flood.recall().median());
    assertEquals(7 + 7 * 6 + 80 * 3, flood.messages().median());
  }

  @Test
  void tablesSpareMessagesAndLoseNothing() {
    QueryFigures told = search(ForwardingKind.DYNAMIC_QUERY, true, 1);
    assertEquals(1, told.recall().median());
    assertTrue(told.messages().median() < 120, told.lines()::toString);
    assertTrue(told.first().orElseThrow().at(1) < 1, told.lines()::toString);
  }

  /** As many servents have it as are wanted at the most, and fewer than fifty. */
  @Test
  void aHitThatNoQueryHadIsToldInWords() {
    QueryFigures few = search(ForwardingKind.FLOOD, false, 1);
    assertTrue(few.found().at(1) < 50);
    assertEquals(Optional.empty(), few.fiftieth());
    assertEquals("50th hit     none had so many", few.lines().get(5));
    QueryFigures none = new QueryFigures();
    none.add(
        new ServentNetwork.Outcome(1, 0, 20, 0, 0, Double.NaN, Double.NaN, Reason.TIMEOUT), 9, 2);
    assertEquals("first hit    none had one", none.lines().get(4));
  }

  @Test
  void threadsChangeNoResult() {
    assertEquals(
        search(ForwardingKind.DYNAMIC_QUERY, false, 1).lines(),
        search(ForwardingKind.DYNAMIC_QUERY, false, 2).lines());
  }

  @Test
  void whatIsLeftIsStillFound() {
    try (Tiers tiers = new Tiers(PLAN, 1, false)) {
      double recall = tiers.recallWithout(0.25, false);
      assertTrue(recall > 0.7 && recall <= 1, () -> "recall " + recall);
    }
  }

  /** The ultrapeers that all others hang on are those that must not go. */
  @Test
  void fewUltrapeersHoldAnUnevenNetworkTogether() {
    TierPlan uneven = new TierPlan(60, 2, 300, 1, 0, 0.2, 50, 7, PLAN.kinds(), true, 1);
    double[] recalls = new double[2];
    for (int i = 0; i < 2; i++) {
      try (Tiers tiers = new Tiers(uneven, 1, false)) {
        recalls[i] = tiers.recallWithout(0.1, i == 1);
      }
    }
    assertTrue(recalls[0] > 2 * recalls[1], () -> recalls[0] + " and " + recalls[1]);
  }

  @Test
  void moreFilesCostTablesAndFewBytes() {
    try (Tiers tiers = new Tiers(PLAN, 1, true)) {
      assertTrue(tiers.tableBytesAnHour(3) > 0);
    }
    try (Tiers tiers = new Tiers(PLAN, 1, false)) {
      assertEquals(0, tiers.tableBytesAnHour(3));
    }
  }
}
