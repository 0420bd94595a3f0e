package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent.HopsFlow;
import io.peerwright.overlay.gnutella.vendor.VendorContent.MessagesSupported;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryOver;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusRequest;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusResponse;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An ultrapeer asks a few links at a time for a leaf of its. */
class LeafQueryTest {

  private static final int ULTRAPEERS = 80;

  /** The last of them is a leaf with one ultrapeer. */
  private static SimulatedServents network(ForwardingKind forwarding) {
    return network(6, forwarding);
  }

  private static SimulatedServents network(long seed, ForwardingKind forwarding) {
    GnutellaConfig ultrapeer =
        GnutellaConfig.DEFAULT
            .withRole(Tier.ULTRAPEER)
            .withLinks(20, 5, 1)
            .withForwarding(forwarding, 4)
            .withDeflate(false);
    SimulatedServents network = new SimulatedServents(seed);
    network.add(ULTRAPEERS, i -> ultrapeer);
    network.pass(200);
    network.add(1, i -> ultrapeer.withRole(Tier.LEAF));
    network.pass(20);
    return network;
  }

  private static Set<String> peers(SimulatedServents.Found found) {
    return found.hits.stream().map(Hit::peer).collect(Collectors.toCollection(TreeSet::new));
  }

  private record Outcome(long messages, int servents) {}

  private static Outcome common(ForwardingKind forwarding) {
    // In this network a flood from the leaf comes to all.
    try (SimulatedServents network = network(2, forwarding)) {
      for (int i = 0; i < ULTRAPEERS; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      network.pass(20);
      SimulatedServents.Found found = network.search(ULTRAPEERS, "copper rain", 60);
      return new Outcome(network.meter("messages.query"), peers(found).size());
    }
  }

  @Test
  void asksNoMoreThanALeafNeeds() {
    Outcome flood = common(ForwardingKind.FLOOD);
    Outcome dynamic = common(ForwardingKind.DYNAMIC_QUERY);
    System.out.println("for a leaf: flood " + flood + ", dynamic query " + dynamic);
    assertEquals(ULTRAPEERS, flood.servents);
    assertTrue(dynamic.servents >= 40 && dynamic.servents < 65, dynamic::toString);
    assertTrue(2 * dynamic.messages < flood.messages, dynamic::toString);
  }

  /** It is servents that count, each once, and not files: else nobody would find the rare one. */
  @Test
  void aServentWithManyFilesEndsNoSearch() {
    try (SimulatedServents network = network(ForwardingKind.DYNAMIC_QUERY)) {
      for (int servent = 0; servent < 40; servent++) {
        for (int i = 0; i < 3; i++) {
          network.share(servent, "copper rain " + servent + " " + i + ".ogg");
        }
      }
      network.pass(20);
      SimulatedServents.Found found = network.search(ULTRAPEERS, "copper rain", 200);
      // Fifty files were enough of 17 servents.
      assertTrue(peers(found).size() > 35, () -> peers(found).size() + " of 40");
      assertEquals(3 * peers(found).size(), found.hits.size());
    }
  }

  @Test
  void aRareFileIsFoundWhereverItIs() {
    try (SimulatedServents network = network(ForwardingKind.DYNAMIC_QUERY)) {
      network.share(77, "golden dawn.ogg");
      network.pass(20);
      SimulatedServents.Found found = network.search(ULTRAPEERS, "golden dawn", 200);
      assertEquals(1, found.hits.size());
      assertEquals(Reason.ENDED, found.end);
      network.pass(200);
      assertEquals(0, network.meter("searches.for-leaves.now"));
    }
  }

  @Test
  void nobodyIsAskedForALeafThatIsGone() {
    try (SimulatedServents network = network(ForwardingKind.DYNAMIC_QUERY)) {
      ScriptedNeighbour leaf = ScriptedNeighbour.at(network, 0, false);
      leaf.send(new Guid(5, 5), 4, 0, query(0, "golden dawn"));
      network.pass(3);
      assertEquals(1, network.meter("searches.for-leaves.now"));
      leaf.close();
      network.pass(10);
      long asked = network.meter("messages.query");
      assertEquals(0, network.meter("searches.for-leaves.now"));
      network.pass(100);
      assertEquals(asked, network.meter("messages.query"));
    }
  }

  private static Query query(int flags, String words) {
    return Query.of(flags, words, Octets.EMPTY);
  }

  private static List<QueryStatusRequest> asked(ScriptedNeighbour leaf) {
    return leaf.got.stream()
        .map(ScriptedNeighbour.Got::message)
        .filter(VendorMessage.class::isInstance)
        .map(message -> VendorCodec.read((VendorMessage) message))
        .filter(QueryStatusRequest.class::isInstance)
        .map(QueryStatusRequest.class::cast)
        .toList();
  }

  /** A leaf at the first ultrapeer that keeps so many of the hits that it is asked about. */
  private static ScriptedNeighbour guidingLeaf(SimulatedServents network, Guid query, int keeps) {
    ScriptedNeighbour leaf = ScriptedNeighbour.at(network, 0, false);
    assertTrue(leaf.isLinked());
    List<VendorId> reads = List.of(VendorId.QUERY_STATUS_REQUEST);
    leaf.send(new Guid(1, 1), 1, 0, VendorCodec.write(new MessagesSupported(reads)));
    leaf.onMessage(
        got -> {
          if (got.message() instanceof VendorMessage message
              && VendorCodec.read(message) instanceof QueryStatusRequest) {
            assertEquals(query, got.guid());
            leaf.send(query, 1, 0, VendorCodec.write(new QueryStatusResponse(keeps)));
          }
        });
    leaf.send(query, 4, 0, query(Query.LEAF_GUIDED, "copper rain"));
    return leaf;
  }

  /** Hits that its leaf does not keep end no search: they may be of those who answer all. */
  @Test
  void aLeafThatKeepsNothingIsSearchedForUntilAllWereAsked() {
    Guid query = new Guid(9, 9);
    int[] answers = new int[2];
    for (int keeps = 0; keeps < 2; keeps++) {
      try (SimulatedServents network = network(ForwardingKind.DYNAMIC_QUERY)) {
        for (int i = 1; i < ULTRAPEERS; i++) {
          network.share(i, "copper rain " + i + ".ogg");
        }
        network.pass(20);
        ScriptedNeighbour leaf =
            guidingLeaf(network, query, keeps == 0 ? 0 : QueryStatusResponse.ENOUGH);
        network.pass(200);
        assertTrue(!asked(leaf).isEmpty());
        assertEquals(0, network.meter("searches.for-leaves.now"));
        answers[keeps] = (int) network.meter("queries.answered");
      }
    }
    System.out.println("for a leaf that keeps none, and all: " + answers[0] + ", " + answers[1]);
    assertTrue(answers[0] > 60, () -> answers[0] + " asked for one that has nothing");
    assertTrue(answers[1] < 50, () -> answers[1] + " asked for one that has enough");
  }

  @Test
  void aSearchThatIsOverAtTheLeafIsOverAtItsUltrapeer() {
    try (SimulatedServents network = network(ForwardingKind.DYNAMIC_QUERY)) {
      SimulatedServents.Found found = network.search(ULTRAPEERS, "golden dawn", 3);
      assertEquals(Reason.TIMEOUT, found.end);
      // Long enough for a message, and shorter than a search waits for hits.
      network.simulation.runFor(Duration.ofMillis(200));
      assertEquals(1, network.meter("queries.for-leaves"));
      assertEquals(0, network.meter("searches.for-leaves.now"));
    }
  }

  /** Nobody waits for the end of the time that a search was given: all hits there are have come. */
  @Test
  void aLeafsSearchEndsWhenAllItsUltrapeersAreDone() {
    GnutellaConfig ultrapeer = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(20, 20, 2);
    try (SimulatedServents network = new SimulatedServents(6)) {
      network.add(4, i -> ultrapeer).pass(30);
      network.add(4, i -> ultrapeer.withRole(Tier.LEAF)).pass(10);
      for (int i = 0; i < 7; i++) {
        network.share(i, "copper rain " + i + ".ogg");
      }
      network.pass(20);
      assertEquals(2, network.servents.get(7).neighbours().size());
      long start = network.simulation.now().toNanos();
      SimulatedServents.Found found = network.search(7, "copper rain", 300);
      long seconds = (network.simulation.now().toNanos() - start) / 1_000_000_000L;
      assertEquals(7, found.hits.size());
      assertEquals(Reason.ENDED, found.end);
      assertTrue(seconds < 20, () -> seconds + " seconds");
      SimulatedServents.Found none = network.search(7, "golden dawn", 300);
      assertEquals(Reason.ENDED, none.end);
    }
  }

  private static long told(ScriptedNeighbour leaf, Guid query) {
    return leaf.got.stream()
        .filter(got -> got.guid().equals(query))
        .filter(got -> got.message() instanceof VendorMessage)
        .filter(got -> VendorCodec.read((VendorMessage) got.message()) instanceof QueryOver)
        .count();
  }

  /** It is a message of this servent: who does not say that it reads it gets none. */
  @Test
  void whoReadsItIsToldWhenItsUltrapeerIsDone() {
    try (SimulatedServents network = new SimulatedServents(6)) {
      network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(20, 5, 1));
      ScriptedNeighbour reads = ScriptedNeighbour.at(network, 0, false);
      ScriptedNeighbour other = ScriptedNeighbour.at(network, 0, false);
      List<VendorId> ids = List.of(VendorId.QUERY_OVER);
      reads.send(new Guid(1, 1), 1, 0, VendorCodec.write(new MessagesSupported(ids)));
      Guid first = new Guid(5, 5);
      Guid second = new Guid(6, 6);
      reads.send(first, 4, 0, query(0, "golden dawn"));
      other.send(second, 4, 0, query(0, "golden dawn"));
      network.pass(1);
      assertEquals(0, told(reads, first), "its leaves may still answer");
      network.pass(5);
      assertEquals(1, told(reads, first));
      assertEquals(0, told(other, second));
    }
  }

  @Test
  void aLeafHasTenSearchesAtOnce() {
    try (SimulatedServents network = network(ForwardingKind.DYNAMIC_QUERY)) {
      ScriptedNeighbour leaf = ScriptedNeighbour.at(network, 0, false);
      for (int i = 0; i < 25; i++) {
        leaf.send(new Guid(5, i), 4, 0, query(0, "golden " + i));
      }
      network.pass(2);
      assertEquals(10, network.meter("searches.for-leaves.now"));
      assertEquals(15, network.meter("queries.excess"));
    }
  }

  /** 255 stands for all queries, 0 for none. */
  @Test
  void whatANeighbourSaysOfHopsIsObeyed() {
    try (SimulatedServents network = new SimulatedServents(6)) {
      GnutellaConfig config =
          GnutellaConfig.DEFAULT.withForwarding(ForwardingKind.FLOOD, 4).withLinks(10, 5, 1);
      network.add(1, i -> config.withRole(Tier.ULTRAPEER)).add(1, i -> config.withRole(Tier.LEAF));
      network.pass(5);
      ScriptedNeighbour stranger = ScriptedNeighbour.at(network, 0, true);
      List<Long> queries = new ArrayList<>();
      for (int hops : new int[] {255, 0, 1, 2, 255}) {
        stranger.send(new Guid(1, hops), 1, 0, VendorCodec.write(new HopsFlow(hops)));
        network.pass(2);
        network.search(1, "copper rain", 10);
        queries.add(
            stranger.got.stream().filter(got -> got.message().type() == MessageType.QUERY).count());
      }
      assertEquals(List.of(1L, 1L, 1L, 2L, 3L), queries);
    }
  }

  /** It has one slot, which is taken, and a place to wait, which is taken too. */
  @Test
  void aLeafThatCanServeNobodyElseIsNotAsked() {
    GnutellaConfig config = GnutellaConfig.DEFAULT.withForwarding(ForwardingKind.FLOOD, 4);
    GnutellaConfig leaf =
        config.withRole(Tier.LEAF).withUploads(1, 1, 1).withUploadRates(1_000, 1_000);
    try (SimulatedServents network = new SimulatedServents(6)) {
      network.add(1, i -> config.withRole(Tier.ULTRAPEER)).add(1, i -> leaf);
      network.add(2, i -> config.withRole(Tier.LEAF));
      network.pass(5);
      network.shareContent(1, "copper rain.ogg", 300_000);
      network.pass(20);
      for (int fetching = 2; fetching < 4; fetching++) {
        SimulatedServents.Found found = network.search(fetching, "copper rain", 20);
        assertEquals(1, found.hits.size());
        network.fetch(
            fetching, found.hits, network.hosts.get(fetching).directory().resolve("rain.ogg"));
        network.pass(2);
      }
      assertEquals(2, network.meter(1, "messages.query"));
      network.pass(65);
      assertEquals(0, network.search(3, "copper rain", 20).hits.size());
      assertEquals(2, network.meter(1, "messages.query"));
      network.pass(900);
      assertEquals(1, network.search(3, "copper rain", 20).hits.size());
    }
  }
}
