package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Query;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Searches among a hundred servents. */
class FloodTest {

  private static final int PEERS = 100;

  /** The network of 2000: no tiers, two links that each dials, and so four on average. */
  private static SimulatedServents flat(long seed, ForwardingKind forwarding, int ttl) {
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withRole(Tier.LEGACY)
            .withLinks(6, 0, 1)
            .withForwarding(forwarding, ttl)
            .withDeflate(false);
    SimulatedServents network = new SimulatedServents(seed).add(PEERS, i -> config);
    network.pass(300);
    return network;
  }

  private record Outcome(long hash, long messages, long duplicates, int hits) {}

  private static Outcome flood(long seed, int ttl) {
    try (SimulatedServents network = flat(seed, ForwardingKind.FLOOD, ttl)) {
      assertTrue(network.servents.stream().noneMatch(each -> each.neighbours().isEmpty()));
      assertTrue(network.servents.stream().allMatch(each -> each.neighbours().size() <= 6));
      for (int i = 1; i < PEERS; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      SimulatedServents.Found found = network.search(0, "copper rain", 60);
      assertEquals(Reason.ENDED, found.end);
      assertEquals(found.hits.size(), found.hits.stream().map(Hit::peer).distinct().count());
      return new Outcome(
          network.simulation.traceHash(),
          network.meter("messages.query"),
          network.meter("queries.duplicate"),
          found.hits.size());
    }
  }

  @Test
  void aFloodReachesAlmostAllAndHalfOfItIsInVain() {
    Outcome run = flood(7, 7);
    System.out.println("flood among 100 servents of degree 4, TTL 7: " + run);
    assertTrue(run.hits >= 95, () -> run.hits + " of 99 found");
    assertEquals(run.hits, run.messages - run.duplicates, "each that was reached has answered");
    double share = (double) run.duplicates / run.messages;
    assertTrue(share > 0.4 && share < 0.75, () -> "duplicates: " + share);
  }

  @Test
  void aRunRepeatsToTheHash() {
    assertEquals(flood(3, 7), flood(3, 7));
  }

  @Test
  void theTtlIsHowFarItGoes() {
    Outcome near = flood(5, 1);
    assertTrue(near.hits >= 1 && near.hits <= 6, () -> near.hits + " neighbours");
    assertEquals(near.hits, near.messages);
    Outcome farther = flood(5, 2);
    assertTrue(farther.hits > near.hits && farther.hits <= 36, () -> farther.hits + " in two hops");
  }

  @Test
  void anExpandingRingEndsWhenEnoughIsFound() {
    try (SimulatedServents network = flat(11, ForwardingKind.EXPANDING_RING, 7)) {
      for (int i = 1; i < PEERS; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      network.share(60, "silver snow.ogg");
      SimulatedServents.Found near = new SimulatedServents.Found();
      long before = network.meter("messages.query");
      network
          .servents
          .get(0)
          .as(KeywordSearch.class)
          .orElseThrow()
          .search(
              Query.parse("copper").limitedTo(3, Duration.ofSeconds(60)),
              near.hits::add,
              reason -> near.end = reason);
      network.pass(60);
      assertEquals(Reason.LIMIT, near.end);
      assertEquals(3, near.hits.size());
      assertTrue(network.meter("messages.query") - before <= 20, "asked farther than needed");
      SimulatedServents.Found rare = network.search(0, "silver snow", 120);
      assertEquals(1, rare.hits.size());
      assertTrue(network.meter("messages.query") - before > 100, "a rare file is far away");
    }
  }

  @Test
  void leavesAreFoundThroughTheirUltrapeers() {
    try (SimulatedServents network = new SimulatedServents(2)) {
      network.add(10, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(4, 20, 3));
      network.pass(60);
      network.add(50, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF).withLinks(4, 20, 2));
      network.pass(120);
      for (int i = 10; i < 60; i++) {
        assertTrue(!network.servents.get(i).neighbours().isEmpty(), "a leaf without an ultrapeer");
        assertEquals(
            List.of("ultrapeer"),
            network.servents.get(i).neighbours().stream()
                .map(each -> each.role())
                .distinct()
                .toList());
        network.share(i, "copper rain " + i + ".ogg");
      }
      network.pass(20);
      SimulatedServents.Found found = network.search(10, "copper rain", 60);
      assertEquals(49, found.hits.stream().map(Hit::peer).distinct().count());
      assertEquals(49, found.hits.stream().map(Hit::name).collect(Collectors.toSet()).size());
      // A leaf with two ultrapeers answers the same query once.
      assertEquals(49, found.hits.size());
    }
  }

  @Test
  void serventsBecomeLeavesWhereUltrapeersAreEnough() {
    try (SimulatedServents network = new SimulatedServents(4)) {
      network.add(60, i -> GnutellaConfig.DEFAULT.withLinks(5, 20, 2));
      network.pass(300);
      long leaves = network.meter("leaves.now");
      long ultrapeers = 60 - leaves;
      System.out.println(ultrapeers + " ultrapeers for " + leaves + " leaves");
      assertTrue(ultrapeers >= 3 && ultrapeers <= 20, () -> ultrapeers + " ultrapeers");
      assertTrue(network.servents.stream().noneMatch(each -> each.neighbours().isEmpty()));
      for (int i = 0; i < 60; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      network.pass(20);
      SimulatedServents.Found found = network.search(30, "copper rain", 60);
      assertTrue(found.hits.size() >= 50, () -> found.hits.size() + " of 59, 50 are enough");
    }
  }

  @Test
  void aDynamicQueryAsksNoMoreThanItNeeds() {
    long flooded;
    long asked;
    try (SimulatedServents network = ultrapeers(ForwardingKind.FLOOD)) {
      flooded = cost(network);
    }
    try (SimulatedServents network = ultrapeers(ForwardingKind.DYNAMIC_QUERY)) {
      asked = cost(network);
    }
    System.out.println("ten hits: flood " + flooded + " messages, dynamic query " + asked);
    assertTrue(2 * asked < flooded, () -> asked + " against " + flooded);
  }

  private static SimulatedServents ultrapeers(ForwardingKind forwarding) {
    SimulatedServents network = new SimulatedServents(6);
    network.add(
        PEERS,
        i ->
            GnutellaConfig.DEFAULT
                .withRole(Tier.ULTRAPEER)
                .withLinks(10, 0, 1)
                .withForwarding(forwarding, 4));
    network.pass(300);
    for (int i = 0; i < PEERS; i++) {
      network.share(i, "copper rain " + i + ".ogg");
    }
    return network;
  }

  private static long cost(SimulatedServents network) {
    SimulatedServents.Found found = new SimulatedServents.Found();
    network
        .servents
        .get(50)
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(
            Query.parse("copper").limitedTo(10, Duration.ofSeconds(100)),
            found.hits::add,
            reason -> found.end = reason);
    network.pass(100);
    assertEquals(Reason.LIMIT, found.end);
    return network.meter("messages.query");
  }
}
