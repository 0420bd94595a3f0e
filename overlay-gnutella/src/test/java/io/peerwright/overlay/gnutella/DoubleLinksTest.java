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

  private static Overlay join(
      SimulatedServents network, Host host, GnutellaConfig config, Endpoint... known) {
    List<HostPort> named =
        List.of(known).stream().map(each -> HostPort.parse(each.toString())).toList();
    Endpoint at = host.listenAddress().withPort(SimulatedServents.PORT);
    Overlay servent =
        new GnutellaProvider().create(host, config.withListen(at).withBootstrap(named));
    servent.join();
    network.hosts.add(host);
    network.servents.add(servent);
    return servent;
  }

  /** In all orders in which their calls can cross each other: one begins so much later. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 40, 50, 60})
  void whoDialEachOtherAtTheSameTimeAreLinkedOnce(int millis) {
    for (long seed = 1; seed <= 4; seed++) {
      try (SimulatedServents network = new SimulatedServents(seed)) {
        Host one = network.simulation.newHost("one", null, null);
        Host other = network.simulation.newHost("other", null, null);
        join(network, one, ULTRAPEER, other.listenAddress().withPort(SimulatedServents.PORT));
        network.simulation.runFor(Duration.ofMillis(millis));
        join(network, other, ULTRAPEER, one.listenAddress().withPort(SimulatedServents.PORT));
        for (int second = 0; second < 10; second++) {
          network.pass(1);
          assertEquals(1, network.servents.get(0).neighbours().size());
          assertEquals(1, network.servents.get(1).neighbours().size());
        }
        assertEquals(2, network.meter("links.made"), "one on each side, and no more for a moment");
      }
    }
  }

  /** Neither the first one nor its link comes to harm, from wherever the other one calls. */
  @Test
  void whoClaimsTheGuidOfANeighbourGetsNoLink() {
    try (SimulatedServents network = new SimulatedServents(1)) {
      join(network, network.world(1), ULTRAPEER);
      network.pass(1);
      String guid = "GUID: 34c73102dfcc6fc322d6cd9a6fb914ff\r\n";
      ScriptedNeighbour first = ScriptedNeighbour.at(network, 0, network.world(2), true, guid);
      ScriptedNeighbour claims = ScriptedNeighbour.at(network, 0, network.world(3), true, guid);
      assertTrue(first.isLinked());
      assertFalse(claims.isLinked());
      assertEquals(1, network.meter("links.refused-by-us"));
    }
  }

  /** One that dials itself at an address that it does not know to be its own. */
  @Test
  void nobodyLinksToItself() {
    try (SimulatedServents network = new SimulatedServents(1)) {
      Overlay alone = join(network, network.world(1), ULTRAPEER);
      network.pass(1);
      String own = ScriptedNeighbour.guid(network, 0, network.world(2));
      ScriptedNeighbour itself =
          ScriptedNeighbour.at(network, 0, network.world(3), true, "GUID: " + own + "\r\n");
      assertFalse(itself.isLinked());
      assertEquals(0, alone.neighbours().size());
    }
  }
}
