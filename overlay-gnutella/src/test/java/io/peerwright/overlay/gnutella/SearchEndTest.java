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

  private static double secondsOfNothing(Town town, int servent) {
    Duration begun = town.simulation.now();
    Town.Found found = town.search(servent, "silver snow", 300);
    assertEquals(0, found.hits.size());
    assertEquals(Reason.ENDED, found.end);
    return town.simulation.now().minus(begun).toMillis() / 1_000.0;
  }

  @Test
  void aSearchAmongTenNeighboursEndsSoon() {
    try (Town town = new Town(3)) {
      town.add(11, i -> ULTRAPEER);
      town.pass(20);
      assertEquals(10, town.meter(0, "links.ultrapeers.now"));
      double seconds = secondsOfNothing(town, 0);
      assertTrue(seconds < 12, () -> seconds + " s");
    }
  }

  /** Its ultrapeers say when they are done. */
  @Test
  void aSearchOfALeafEndsSoon() {
    try (Town town = new Town(4)) {
      town.add(11, i -> ULTRAPEER);
      town.pass(20);
      town.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF));
      town.pass(5);
      double seconds = secondsOfNothing(town, 11);
      assertTrue(seconds < 12, () -> seconds + " s");
    }
  }
}
