package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servents have one link, however they came to it. */
class DoubleLinksTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 1);

  private static Overlay join(Town town, Host host, GnutellaConfig config, Endpoint... known) {
    List<HostPort> named =
        List.of(known).stream().map(each -> HostPort.parse(each.toString())).toList();
    Endpoint at = host.listenAddress().withPort(Town.PORT);
    Overlay servent =
        new GnutellaProvider().create(host, config.withListen(at).withBootstrap(named));
    servent.join();
    town.hosts.add(host);
    town.servents.add(servent);
    return servent;
  }

  /** In all orders in which their calls can cross each other: one begins so much later. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 40, 50, 60})
  void whoDialEachOtherAtTheSameTimeAreLinkedOnce(int millis) {
    for (long seed = 1; seed <= 4; seed++) {
      try (Town town = new Town(seed)) {
        Host one = town.simulation.newHost("one", null, null);
        Host other = town.simulation.newHost("other", null, null);
        join(town, one, ULTRAPEER, other.listenAddress().withPort(Town.PORT));
        town.simulation.runFor(Duration.ofMillis(millis));
        join(town, other, ULTRAPEER, one.listenAddress().withPort(Town.PORT));
        for (int second = 0; second < 10; second++) {
          town.pass(1);
          assertEquals(1, town.servents.get(0).neighbours().size());
          assertEquals(1, town.servents.get(1).neighbours().size());
        }
        assertEquals(2, town.meter("links.made"), "one on each side, and no more for a moment");
      }
    }
  }

  /** Neither the first one nor its link comes to harm, from wherever the other one calls. */
  @Test
  void whoClaimsTheGuidOfANeighbourGetsNoLink() {
    try (Town town = new Town(1)) {
      join(town, town.world(1), ULTRAPEER);
      town.pass(1);
      String guid = "GUID: 34c73102dfcc6fc322d6cd9a6fb914ff\r\n";
      ScriptedNeighbour first = ScriptedNeighbour.at(town, 0, town.world(2), true, guid);
      ScriptedNeighbour claims = ScriptedNeighbour.at(town, 0, town.world(3), true, guid);
      assertTrue(first.isLinked());
      assertFalse(claims.isLinked());
      assertEquals(1, town.meter("links.refused-by-us"));
    }
  }

  /** One that dials itself at an address that it does not know to be its own. */
  @Test
  void nobodyLinksToItself() {
    try (Town town = new Town(1)) {
      Overlay alone = join(town, town.world(1), ULTRAPEER);
      town.pass(1);
      String own = ScriptedNeighbour.guid(town, 0, town.world(2));
      ScriptedNeighbour itself =
          ScriptedNeighbour.at(town, 0, town.world(3), true, "GUID: " + own + "\r\n");
      assertFalse(itself.isLinked());
      assertEquals(0, alone.neighbours().size());
    }
  }
}
