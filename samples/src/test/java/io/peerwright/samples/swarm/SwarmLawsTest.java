package io.peerwright.samples.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What is known of BitTorrent's swarms holds for small simulated ones, with room to spare. All from
 * fixed seeds; the benchmarks have the figures.
 */
@Execution(ExecutionMode.CONCURRENT)
class SwarmLawsTest {

  private static final int PIECES = 200;

  private static SwarmResult freeRiders(Strategy.Choking choking) {
    return SwarmRun.run(Experiments.freeRiders(30, 1400, choking));
  }

  /** Several swarms, since in a small one luck counts as much as the order. */
  private static Trials ordered(Strategy.Order order) {
    return Trials.run(Experiments.ordered(20, 100, order), 7);
  }

  private static double uploads(int leechers, int pieces) {
    return Experiments.inUploads(SwarmRun.run(Experiments.crowd(leechers, pieces)));
  }

  private static double steady(int leechers, double rate) {
    return Experiments.steadySeconds(SwarmRun.run(Experiments.arrivals(leechers, rate)));
  }

  @Test
  void noSwarmBeatsTheBoundAndAGoodOneComesNear() {
    double ratio = Experiments.toTheBound(SwarmRun.run(Experiments.alike(20, PIECES, 4)));
    assertTrue(ratio >= 1, () -> "faster than possible: " + ratio);
    assertTrue(ratio < 1.6, () -> "far from the bound: " + ratio);
  }

  @Test
  void aFreeRiderGetsWhatLuckLeavesFromTitForTatAndAFullShareFromOthers() {
    SwarmResult classic = freeRiders(Strategy.Choking.TIT_FOR_TAT);
    SwarmResult openHanded = freeRiders(Strategy.Choking.UNCHOKE_ALL);
    double little = Experiments.freeRidersShare(classic);
    double much = Experiments.freeRidersShare(openHanded);
    assertTrue(little > 0.1 && little < 0.4, () -> "by tit for tat " + little);
    assertTrue(much > 0.85, () -> "by unchoking all " + much);
    for (SwarmResult.Fetch each : classic.fetches()) {
      assertTrue(each.fromLeechers() + each.fromSeeds() <= each.bytes() + (1 << 20));
    }
  }

  @Test
  void inOrderTheLastPiecesAreRareAndTheSwarmIsSlow() {
    Trials rarest = ordered(Strategy.Order.RAREST_FIRST);
    Trials sequential = ordered(Strategy.Order.SEQUENTIAL);
    assertTrue(
        rarest.of(Experiments::firstCopies).median()
            < sequential.of(Experiments::firstCopies).median());
    double soon = rarest.of(SwarmResult::lastSeconds).median();
    double late = sequential.of(SwarmResult::lastSeconds).median();
    assertTrue(soon < late, () -> soon + " s and " + late + " s");
  }

  @Test
  void aCrowdOfFourTimesTheSizeTakesMuchLessThanFourTimes() {
    double small = uploads(5, 64);
    double large = uploads(20, 64);
    assertTrue(large < 2 * small, () -> small + " and " + large);
    double whole = uploads(20, 1);
    assertTrue(large < whole / 2, () -> large + " in pieces, whole " + whole);
  }

  @Test
  void downloadsTakeNoLongerWhenMoreCome() {
    double few = steady(40, 0.2);
    double many = steady(200, 1);
    assertTrue(many < 1.3 * few, () -> few + " s and " + many + " s");
  }

  @Test
  void equalPlansGiveEqualRuns() {
    SwarmPlan plan = Experiments.alike(8, 40, 2);
    SwarmResult one = SwarmRun.run(plan);
    SwarmResult again = SwarmRun.run(plan.withShards(2));
    assertEquals(one.trace(), again.trace());
    assertEquals(one.fetches(), again.fetches());
    assertNotEquals(one.trace(), SwarmRun.run(plan.withSeed(2)).trace());
  }
}
