package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Searches that find nothing end when all that could be asked have had the time to answer. */
class SearchEndTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(12, 5, 1);

  private static double secondsOfNothing(SimulatedServents network, int servent) {
    Duration begun = network.simulation.now();
    SimulatedServents.Found found = network.search(servent, "silver snow", 300);
    assertEquals(0, found.hits.size());
    assertEquals(Reason.ENDED, found.end);
    return network.simulation.now().minus(begun).toMillis() / 1_000.0;
  }

  @Test
  void aSearchAmongTenNeighboursEndsSoon() {
    try (SimulatedServents network = new SimulatedServents(3)) {
      network.add(11, i -> ULTRAPEER);
      network.pass(20);
      assertEquals(10, network.meter(0, "links.ultrapeers.now"));
      double seconds = secondsOfNothing(network, 0);
      assertTrue(seconds < 12, () -> seconds + " s");
    }
  }

  /** Its ultrapeers say when they are done. */
  @Test
  void aSearchOfALeafEndsSoon() {
    try (SimulatedServents network = new SimulatedServents(4)) {
      network.add(11, i -> ULTRAPEER);
      network.pass(20);
      network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF));
      network.pass(5);
      double seconds = secondsOfNothing(network, 11);
      assertTrue(seconds < 12, () -> seconds + " s");
    }
  }
}
