package io.peerwright.overlay.bittorrent.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the literature says of swarms, seen in the simulation. */
class CrowdTest {

  private static final Duration LIMIT = Duration.ofHours(5);
  private static final BitTorrentConfig CLASSIC = BitTorrentConfig.DEFAULT;
  private static final BitTorrentConfig OPEN_HANDED =
      CLASSIC.withStrategies(Strategy.Choking.UNCHOKE_ALL, Strategy.Order.RAREST_FIRST);

  /** Nothing can beat the bound of Kumar and Ross; a swarm should come near. */
  @Test
  void aSwarmComesNearTheBound() throws Exception {
    try (Crowd crowd = new Crowd(1, 250, 1 << 14, 1)) {
      crowd.come(30, 0, CLASSIC);
      crowd.run(false, LIMIT);
      double ratio = crowd.slowest() / crowd.bound();
      System.out.printf("30 leechers: %.1f s, %.2f of the bound%n", crowd.slowest(), ratio);
      assertTrue(ratio >= 1, "faster than possible: " + ratio);
      assertTrue(ratio < 2, "far from the bound: " + ratio);
    }
  }

  /** Tit for tat makes who gives nothing wait; unchoking everybody does not. */
  @Test
  void whoGivesNothingGetsLittleFromTitForTat() throws Exception {
    double classic = share(CLASSIC);
    double openHanded = share(OPEN_HANDED);
    System.out.printf("free rider: %.2f by tit for tat, %.2f else%n", classic, openHanded);
    assertTrue(classic < 0.6, "by tit for tat " + classic);
    assertTrue(openHanded > 0.9, "by unchoking everybody " + openHanded);
  }

  /** Of several crowds the median: in one of them a free rider may be lucky. */
  private static double share(BitTorrentConfig config) throws Exception {
    List<Double> shares = new ArrayList<>();
    for (long seed = 1; seed <= 7; seed++) {
      shares.add(share(config, seed));
    }
    Collections.sort(shares);
    System.out.println("free riders by seed: " + shares);
    return shares.get(shares.size() / 2);
  }

  /** The bytes of a free rider to those of an honest peer, when half of the time is over. */
  private static double share(BitTorrentConfig config, long seed) throws Exception {
    try (Crowd crowd = new Crowd(seed, 1000, 1 << 14, 10)) {
      crowd.come(27, 3, config);
      crowd.simulation.runFor(Duration.ofSeconds((long) (crowd.bound() / 2)));
      return crowd.meanFromLeechers(true) / crowd.meanFromLeechers(false);
    }
  }

  @Test
  void twoRunsOfOneSeedAreTheSame() throws Exception {
    assertEquals(trace(5), trace(5));
    assertTrue(trace(5) != trace(6));
  }

  private static long trace(long seed) throws Exception {
    try (Crowd crowd = new Crowd(seed, 40, 1 << 14, 1)) {
      crowd.come(12, 1, CLASSIC);
      crowd.run(true, LIMIT);
      return crowd.simulation.traceHash();
    }
  }
}
