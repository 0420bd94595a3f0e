package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far queries go, and how many of them one neighbour may send. */
class QueryFloodTest {

  private static final int RATE = 10;

  private static GnutellaConfig config(Tier tier, int ttl) {
    return GnutellaConfig.DEFAULT
        .withRole(tier)
        .withLinks(2, 10, 1)
        .withForwarding(ForwardingKind.FLOOD, ttl)
        .withQueryRate(RATE)
        .withQueryRouting(tier == Tier.LEAF)
        .withDeflate(false);
  }

  /** Each knows the one before it. */
  private static SimulatedServents line(int servents, int ttl) {
    SimulatedServents network = new SimulatedServents(9);
    for (int i = 0; i < servents; i++) {
      network.add(1, k -> config(Tier.ULTRAPEER, ttl));
      network.pass(2);
      network.first(network.servents.get(i).endpoints().get(0));
    }
    return network;
  }

  private static Query query(String words) {
    return Query.of(0, words, Octets.EMPTY);
  }

  private static List<Integer> reached(SimulatedServents network) {
    return IntStream.range(0, network.servents.size())
        .filter(i -> network.meter(i, "messages.query") > 0)
        .boxed()
        .toList();
  }

  @Test
  void aQueryGoesNoFartherThanTheUsualWayWhateverItsAskerWants() {
    try (SimulatedServents network = line(7, 3)) {
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      assertTrue(stranger.isLinked());
      stranger.send(new Guid(1, 1), 200, 0, query("copper rain"));
      network.pass(10);
      assertEquals(List.of(0, 1, 2), reached(network));
    }
  }

  /** Who says that a query has come far cannot make it go farther, nor wrap the hops around. */
  @Test
  void hopsThatAreToldCountToo() {
    try (SimulatedServents network = line(5, 3)) {
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      stranger.send(new Guid(1, 1), 7, 2, query("copper rain"));
      stranger.send(new Guid(1, 2), 7, 255, query("copper rain"));
      network.pass(10);
      assertEquals(List.of(0), reached(network));
      assertEquals(2, network.meter(0, "messages.query"));
    }
  }

  @Test
  void leavesAreAskedOnTheLastHop() {
    try (SimulatedServents network = new SimulatedServents(9)) {
      GnutellaConfig ultrapeer = config(Tier.ULTRAPEER, 3).withQueryRouting(true);
      network.add(1, i -> ultrapeer).add(2, i -> config(Tier.LEAF, 3));
      network.pass(5);
      network.share(1, "copper rain.ogg");
      network.pass(20);
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      stranger.send(new Guid(1, 1), 1, 0, query("copper rain"));
      network.pass(5);
      assertEquals(List.of(0, 1), reached(network));
      assertEquals(1, network.meter(1, "queries.answered"));
    }
  }

  /** What one link sends too much is not passed on, and the others get their answers. */
  @Test
  void whoSendsTooManyQueriesIsHeardAsOftenAsAllowed() {
    try (SimulatedServents network = line(3, 3)) {
      network.share(0, "silver snow.ogg");
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 1, false);
      assertTrue(stranger.isLinked());
      int sent = 0;
      for (int second = 0; second < 20; second++) {
        ByteBuffer many = ByteBuffer.allocate(100 * 64);
        for (int i = 0; i < 100; i++) {
          many.put(Messages.encode(new Guid(7, ++sent), 3, 0, query("copper rain")));
        }
        assertEquals(many.position(), stranger.write(many.flip()));
        network.pass(1);
      }
      // A leaf may ask ten times in the first moment, and once in a second.
      long heard = sent - network.meter(1, "queries.excess");
      assertTrue(heard >= 10 + 18 && heard <= 10 + 20, () -> heard + " heard");
      assertEquals(heard, network.meter(0, "messages.query"));
      SimulatedServents.Found found = network.search(2, "silver snow", 30);
      assertEquals(1, found.hits.size());
      assertEquals(List.of("silver snow.ogg"), found.hits.stream().map(Hit::name).toList());
    }
  }

  @Test
  void anUltrapeerMaySendTwentyTimesAsMany() {
    try (SimulatedServents network = line(2, 3)) {
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      for (int i = 0; i < 400; i++) {
        stranger.send(new Guid(7, i), 3, 0, query("copper rain"));
      }
      network.pass(1);
      assertEquals(300, network.meter(0, "queries.excess"));
      assertEquals(10 * RATE, network.meter(1, "messages.query"));
    }
  }

  /** Two beginnings that are both in many names, and never together. */
  @Test
  void aQueryForWhichManyFilesAreLookedAtCountsAsSeveral() {
    try (SimulatedServents network = line(2, 3)) {
      for (int i = 0; i < 2_560; i++) {
        network.share(0, "copper amber " + i);
        network.share(0, "silver rain " + i);
      }
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      for (int i = 0; i < 400; i++) {
        stranger.send(new Guid(7, i), 3, 0, query("co ra"));
      }
      network.pass(1);
      assertEquals(RATE, network.meter(1, "messages.query"), "each counts as eleven of a hundred");
      network.pass(5);
      stranger.send(new Guid(8, 0), 3, 0, query("copper amber 7"));
      network.pass(1);
      assertEquals(RATE + 1, network.meter(1, "messages.query"), "a modest one is heard again");
    }
  }

  @Test
  void aLongQueryCountsAsSeveralAndOneThatNobodyTypesIsNone() {
    try (SimulatedServents network = line(2, 3)) {
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      stranger.send(new Guid(6, 1), 3, 0, query("r".repeat(Query.MAX_TEXT + 1)));
      stranger.send(new Guid(6, 2), 3, 0, query("r".repeat(Query.MAX_TEXT)));
      network.pass(1);
      assertEquals(1, network.meter(0, "messages.malformed"));
      assertEquals(1, network.meter(1, "messages.query"));
      network.pass(10);
      // More than 256 bytes with the header: each counts as two.
      Query longOne = Query.of(0, "copper rain", Octets.of(new byte[230]));
      for (int i = 0; i < 100; i++) {
        stranger.send(new Guid(7, i), 3, 0, longOne);
      }
      network.pass(1);
      assertEquals(10 * RATE / 2, network.meter(1, "messages.query") - 1);
    }
  }
}
