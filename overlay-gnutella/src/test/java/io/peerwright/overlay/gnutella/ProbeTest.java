package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is near is found at once, and does not stand in the way of what is farther. */
class ProbeTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT
          .withRole(Tier.ULTRAPEER)
          .withLinks(20, 20, 1)
          .withForwarding(ForwardingKind.DYNAMIC_QUERY, 4);

  @Test
  void aRareFileAtAnyNeighbourIsFoundWithinASecond() {
    int others = 11;
    try (SimulatedServents network = new SimulatedServents(3)) {
      network.add(1 + others, i -> ULTRAPEER).pass(30);
      assertEquals(others, network.meter(0, "links.ultrapeers.now"));
      for (int i = 1; i <= others; i++) {
        network.share(i, "golden dawn" + (10 + i) + ".ogg");
      }
      network.pass(20);
      for (int i = 1; i <= others; i++) {
        long before = network.meter("messages.query");
        assertEquals(1, network.search(0, "dawn" + (10 + i), 1, 1).hits.size(), "neighbour " + i);
        assertEquals(1, network.meter("messages.query") - before, "whose tables lack it");
      }
    }
  }

  private static List<Integer> ttls(ScriptedNeighbour neighbour) {
    return neighbour.got.stream()
        .filter(each -> each.message().type() == MessageType.QUERY)
        .map(ScriptedNeighbour.Got::ttl)
        .toList();
  }

  /** A probe ends at us; the same query with a greater TTL goes on, once, and only from there. */
  @Test
  void whatWasAProbeGoesOnWhenItComesAgainFromThere() {
    try (SimulatedServents network = new SimulatedServents(3)) {
      network.add(1, i -> ULTRAPEER).add(1, i -> ULTRAPEER.withRole(Tier.LEAF)).pass(5);
      network.share(0, "golden dawn.ogg");
      network.share(1, "golden dawn too.ogg");
      network.pass(5);
      ScriptedNeighbour asker = ScriptedNeighbour.at(network, 0, true);
      ScriptedNeighbour other = ScriptedNeighbour.at(network, 0, true);
      assertTrue(asker.isLinked() && other.isLinked());
      Guid guid = new Guid(4, 4);
      Query query = Query.of(0, "golden dawn", Octets.EMPTY);
      asker.send(guid, 1, 0, query);
      network.pass(1);
      assertEquals(List.of(), ttls(other));
      other.send(guid, 3, 0, query);
      network.pass(1);
      assertEquals(List.of(), ttls(asker), "not from elsewhere");
      asker.send(guid, 3, 0, query);
      asker.send(guid, 3, 0, query);
      network.pass(1);
      assertEquals(List.of(2), ttls(other));
      assertEquals(2, network.meter(0, "queries.duplicate"));
      assertEquals(1, network.meter(0, "queries.answered"));
      assertEquals(1, network.meter(1, "messages.query"), "a leaf knows it from the probe");
      assertEquals(0, network.meter(1, "queries.duplicate"));
    }
  }

  /** In a row both neighbours are probed, and asked again for the two behind them. */
  @Test
  void nobodyIsLostBehindWhoWasProbed() {
    try (SimulatedServents network = new SimulatedServents(8)) {
      network.add(5, i -> ULTRAPEER.withLinks(2, 5, 1)).pass(60);
      for (int i = 1; i < 5; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      network.pass(20);
      assertEquals(2, network.meter(0, "links.ultrapeers.now"));
      assertEquals(2 * 4, network.meter("links.ultrapeers.now"));
      assertEquals(4, network.search(0, "copper rain", 60).hits.size());
    }
  }
}
