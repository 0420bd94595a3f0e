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
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.message.WalkSteps;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches that walk. */
class RandomWalkTest {

  private static final int PEERS = 60;

  private static SimulatedServents network(Tier tier, int peers, boolean queryRouting) {
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withRole(tier)
            .withLinks(6, 0, 1)
            .withForwarding(ForwardingKind.RANDOM_WALK, 0)
            .withQueryRouting(queryRouting)
            .withDeflate(false);
    SimulatedServents network = new SimulatedServents(7).add(peers, i -> config);
    network.pass(100);
    return network;
  }

  private static SimulatedServents.Found search(
      SimulatedServents network, String words, int limit) {
    SimulatedServents.Found found = new SimulatedServents.Found();
    Query query = Query.parse(words).limitedTo(limit, Duration.ofMinutes(20));
    KeywordSearch searching = network.servents.get(0).as(KeywordSearch.class).orElseThrow();
    searching.search(query, found.hits::add, reason -> found.end = reason);
    network.simulation.runUntil(() -> found.end != null, Duration.ofMinutes(21));
    return found;
  }

  @Test
  void aRareFileIsFoundByManySteps() {
    try (SimulatedServents network = network(Tier.LEGACY, PEERS, false)) {
      network.share(47, "golden dawn.ogg");
      SimulatedServents.Found found = search(network, "golden dawn", 1);
      assertEquals(Reason.LIMIT, found.end);
      assertEquals("golden dawn.ogg", found.hits.get(0).name());
      assertTrue(network.meter("queries.walked") > 0);
      assertEquals(0, network.meter("queries.forwarded"), "no servent asks more than one");
      assertEquals(0, network.meter("messages.malformed"));
    }
  }

  @Test
  void enoughIsFoundInOneShortRound() {
    try (SimulatedServents network = network(Tier.LEGACY, PEERS, false)) {
      for (int i = 1; i < PEERS; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      SimulatedServents.Found found = search(network, "copper rain", 10);
      assertEquals(Reason.LIMIT, found.end);
      network.pass(60);
      // Four steps of each of 32 walkers, and not one more.
      assertEquals(32 * 4, network.meter("messages.query"));
    }
  }

  @Test
  void aServentThatIsMetAgainAnswersOnce() {
    try (SimulatedServents network = network(Tier.LEGACY, PEERS, false)) {
      for (int i = 1; i < PEERS; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      SimulatedServents.Found found = search(network, "copper rain", 59);
      assertEquals(59, found.hits.stream().map(Hit::peer).distinct().count());
      assertEquals(59, network.meter("messages.query") - network.meter("queries.duplicate"));
      assertEquals(59, network.meter("queries.answered"));
    }
  }

  @Test
  void aWalkEndsAtItsLastStep() {
    try (SimulatedServents network = network(Tier.LEGACY, PEERS, false)) {
      SimulatedServents.Found found = search(network, "golden dawn", 1);
      assertEquals(Reason.ENDED, found.end);
      assertEquals(0, found.hits.size());
      // Rounds of 4, 8, 16, 32, 64, and 127 until a thousand are gone: no walker was lost.
      int steps = 4 + 8 + 16 + 32 + 64 + 7 * WalkSteps.MAX;
      assertEquals(32 * steps, network.meter("messages.query"));
    }
  }

  /** Who is not on the way is asked by a neighbour that knows its words. */
  @Test
  void tablesOfNeighboursMakeAWalkShorter() {
    try (SimulatedServents network = network(Tier.ULTRAPEER, 100, true)) {
      List<Integer> sharing = IntStream.range(0, 20).mapToObj(i -> 5 * i + 3).toList();
      sharing.forEach(each -> network.share(each, "golden dawn.ogg"));
      network.pass(20);
      search(network, "golden dawn", 1);
      network.pass(60);
      long told = network.meter("queries.forwarded");
      // Each was asked by those neighbours that the walks came to, and nobody else was.
      long asked = sharing.stream().mapToLong(each -> network.meter(each, "messages.query")).sum();
      assertTrue(told > 0 && asked >= told, () -> told + " of " + asked);
      long first = network.meter("messages.query") - told;
      assertEquals(32 * 4, first, "found in the first round");
    }
  }

  /** All have the words: a step asks two neighbours on the way, and these only their leaves. */
  @Test
  void tablesCostTwoMessagesForEachStepAtMost() {
    int peers = 60;
    try (SimulatedServents network = network(Tier.ULTRAPEER, peers, true)) {
      for (int i = 0; i < peers; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      network.pass(20);
      search(network, "copper", 1);
      network.pass(60);
      long around = network.meter("queries.forwarded");
      assertEquals(32 * 4, network.meter("messages.query") - around);
      assertTrue(around > peers / 2, () -> around + " asked");
      for (int i = 0; i < peers; i++) {
        assertTrue(network.meter(i, "queries.forwarded") <= 2, "servent " + i);
      }
    }
  }

  /** It gets a query that may walk no farther, and asks its leaves alone. */
  @Test
  void whoIsAskedOnTheWayAsksNobody() {
    try (SimulatedServents network = new SimulatedServents(3)) {
      GnutellaConfig config = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER);
      network.add(1, i -> config.withForwarding(ForwardingKind.RANDOM_WALK, 0));
      ScriptedNeighbour walker = ScriptedNeighbour.at(network, 0, true);
      ScriptedNeighbour knowing = ScriptedNeighbour.at(network, 0, true);
      byte[] all = new byte[1024];
      Arrays.fill(all, (byte) -1);
      knowing.send(new Guid(5, 6), 1, 0, new QrpReset(all.length, 2));
      knowing.send(new Guid(5, 7), 1, 0, new QrpPatch(1, 1, QrpPatch.PLAIN, 8, Octets.of(all)));
      network.pass(1);
      walker.write(WalkSteps.copy(query(Octets.latin1("urn:\0")), 1));
      network.pass(1);
      List<ScriptedNeighbour.Got> queries =
          knowing.got.stream().filter(each -> each.message().type() == MessageType.QUERY).toList();
      assertEquals(1, queries.size());
      ScriptedNeighbour.Got got = queries.get(0);
      assertEquals(
          0, WalkSteps.of(Messages.encode(got.guid(), got.ttl(), got.hops(), got.message()), 0));
    }
  }

  @Test
  void theNumberOfStepsIsChangedInPlace() throws MalformedException {
    ByteBuffer bytes = WalkSteps.copy(query(Octets.latin1("urn:\0")), 100);
    assertEquals(100, WalkSteps.of(bytes, 0));
    WalkSteps.set(bytes, 0, 1);
    assertEquals(1, WalkSteps.of(bytes, 0));
    var read = (io.peerwright.overlay.gnutella.message.Query) Messages.read(bytes, 0);
    assertEquals("alpha", read.text());
    assertEquals(0, WalkSteps.of(query(Octets.latin1("urn:\0")), 0));
    assertEquals(0, WalkSteps.of(query(Octets.EMPTY), 0));
  }

  /** A servent that does not know of walks is asked, and sends the query to nobody else. */
  @Test
  void aStrangerTakesItForAQueryThatGoesNoFarther() {
    try (SimulatedServents network = new SimulatedServents(3)) {
      GnutellaConfig config = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER);
      network.add(1, i -> config.withForwarding(ForwardingKind.RANDOM_WALK, 0));
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      search(network, "alpha", 1);
      List<ScriptedNeighbour.Got> queries =
          stranger.got.stream().filter(each -> each.message().type() == MessageType.QUERY).toList();
      assertTrue(queries.size() >= 32);
      assertTrue(queries.stream().allMatch(each -> each.ttl() == 1 && each.hops() == 0));
      assertEquals(1, queries.stream().map(ScriptedNeighbour.Got::guid).distinct().count());
    }
  }

  private static ByteBuffer query(Octets extensions) {
    var query = io.peerwright.overlay.gnutella.message.Query.of(0, "alpha", extensions);
    return Messages.encode(new Guid(1, 2), 1, 0, query);
  }
}
