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
  private static Town town(ForwardingKind forwarding) {
    return town(6, forwarding);
  }

  private static Town town(long seed, ForwardingKind forwarding) {
    GnutellaConfig ultrapeer =
        GnutellaConfig.DEFAULT
            .withRole(Tier.ULTRAPEER)
            .withLinks(20, 5, 1)
            .withForwarding(forwarding, 4)
            .withDeflate(false);
    Town town = new Town(seed);
    town.add(ULTRAPEERS, i -> ultrapeer);
    town.pass(200);
    town.add(1, i -> ultrapeer.withRole(Tier.LEAF));
    town.pass(20);
    return town;
  }

  private static Set<String> peers(Town.Found found) {
    return found.hits.stream().map(Hit::peer).collect(Collectors.toCollection(TreeSet::new));
  }

  private record Outcome(long messages, int servents) {}

  private static Outcome common(ForwardingKind forwarding) {
    // In this network a flood from the leaf comes to all.
    try (Town town = town(2, forwarding)) {
      for (int i = 0; i < ULTRAPEERS; i++) {
        town.share(i, "copper rain " + i + ".ogg");
      }
      town.pass(20);
      Town.Found found = town.search(ULTRAPEERS, "copper rain", 60);
      return new Outcome(town.meter("messages.query"), peers(found).size());
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
    try (Town town = town(ForwardingKind.DYNAMIC_QUERY)) {
      for (int servent = 0; servent < 40; servent++) {
        for (int i = 0; i < 3; i++) {
          town.share(servent, "copper rain " + servent + " " + i + ".ogg");
        }
      }
      town.pass(20);
      Town.Found found = town.search(ULTRAPEERS, "copper rain", 200);
      // Fifty files were enough of 17 servents.
      assertTrue(peers(found).size() > 35, () -> peers(found).size() + " of 40");
      assertEquals(3 * peers(found).size(), found.hits.size());
    }
  }

  @Test
  void aRareFileIsFoundWhereverItIs() {
    try (Town town = town(ForwardingKind.DYNAMIC_QUERY)) {
      town.share(77, "golden dawn.ogg");
      town.pass(20);
      Town.Found found = town.search(ULTRAPEERS, "golden dawn", 200);
      assertEquals(1, found.hits.size());
      assertEquals(Reason.ENDED, found.end);
      town.pass(200);
      assertEquals(0, town.meter("searches.for-leaves.now"));
    }
  }

  @Test
  void nobodyIsAskedForALeafThatIsGone() {
    try (Town town = town(ForwardingKind.DYNAMIC_QUERY)) {
      ScriptedNeighbour leaf = ScriptedNeighbour.at(town, 0, false);
      leaf.send(new Guid(5, 5), 4, 0, query(0, "golden dawn"));
      town.pass(3);
      assertEquals(1, town.meter("searches.for-leaves.now"));
      leaf.close();
      town.pass(10);
      long asked = town.meter("messages.query");
      assertEquals(0, town.meter("searches.for-leaves.now"));
      town.pass(100);
      assertEquals(asked, town.meter("messages.query"));
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
  private static ScriptedNeighbour guidingLeaf(Town town, Guid query, int keeps) {
    ScriptedNeighbour leaf = ScriptedNeighbour.at(town, 0, false);
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
      try (Town town = town(ForwardingKind.DYNAMIC_QUERY)) {
        for (int i = 1; i < ULTRAPEERS; i++) {
          town.share(i, "copper rain " + i + ".ogg");
        }
        town.pass(20);
        ScriptedNeighbour leaf =
            guidingLeaf(town, query, keeps == 0 ? 0 : QueryStatusResponse.ENOUGH);
        town.pass(200);
        assertTrue(!asked(leaf).isEmpty());
        assertEquals(0, town.meter("searches.for-leaves.now"));
        answers[keeps] = (int) town.meter("queries.answered");
      }
    }
    System.out.println("for a leaf that keeps none, and all: " + answers[0] + ", " + answers[1]);
    assertTrue(answers[0] > 60, () -> answers[0] + " asked for one that has nothing");
    assertTrue(answers[1] < 50, () -> answers[1] + " asked for one that has enough");
  }

  @Test
  void aSearchThatIsOverAtTheLeafIsOverAtItsUltrapeer() {
    try (Town town = town(ForwardingKind.DYNAMIC_QUERY)) {
      Town.Found found = town.search(ULTRAPEERS, "golden dawn", 3);
      assertEquals(Reason.TIMEOUT, found.end);
      // Long enough for a message, and shorter than a search waits for hits.
      town.simulation.runFor(Duration.ofMillis(200));
      assertEquals(1, town.meter("queries.for-leaves"));
      assertEquals(0, town.meter("searches.for-leaves.now"));
    }
  }

  /** Nobody waits for the end of the time that a search was given: all hits there are have come. */
  @Test
  void aLeafsSearchEndsWhenAllItsUltrapeersAreDone() {
    GnutellaConfig ultrapeer = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(20, 20, 2);
    try (Town town = new Town(6)) {
      town.add(4, i -> ultrapeer).pass(30);
      town.add(4, i -> ultrapeer.withRole(Tier.LEAF)).pass(10);
      for (int i = 0; i < 7; i++) {
        town.share(i, "copper rain " + i + ".ogg");
      }
      town.pass(20);
      assertEquals(2, town.servents.get(7).neighbours().size());
      long start = town.simulation.now().toNanos();
      Town.Found found = town.search(7, "copper rain", 300);
      long seconds = (town.simulation.now().toNanos() - start) / 1_000_000_000L;
      assertEquals(7, found.hits.size());
      assertEquals(Reason.ENDED, found.end);
      assertTrue(seconds < 20, () -> seconds + " seconds");
      Town.Found none = town.search(7, "golden dawn", 300);
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
    try (Town town = new Town(6)) {
      town.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(20, 5, 1));
      ScriptedNeighbour reads = ScriptedNeighbour.at(town, 0, false);
      ScriptedNeighbour other = ScriptedNeighbour.at(town, 0, false);
      List<VendorId> ids = List.of(VendorId.QUERY_OVER);
      reads.send(new Guid(1, 1), 1, 0, VendorCodec.write(new MessagesSupported(ids)));
      Guid first = new Guid(5, 5);
      Guid second = new Guid(6, 6);
      reads.send(first, 4, 0, query(0, "golden dawn"));
      other.send(second, 4, 0, query(0, "golden dawn"));
      town.pass(1);
      assertEquals(0, told(reads, first), "its leaves may still answer");
      town.pass(5);
      assertEquals(1, told(reads, first));
      assertEquals(0, told(other, second));
    }
  }

  @Test
  void aLeafHasTenSearchesAtOnce() {
    try (Town town = town(ForwardingKind.DYNAMIC_QUERY)) {
      ScriptedNeighbour leaf = ScriptedNeighbour.at(town, 0, false);
      for (int i = 0; i < 25; i++) {
        leaf.send(new Guid(5, i), 4, 0, query(0, "golden " + i));
      }
      town.pass(2);
      assertEquals(10, town.meter("searches.for-leaves.now"));
      assertEquals(15, town.meter("queries.excess"));
    }
  }

  /** 255 stands for all queries, 0 for none. */
  @Test
  void whatANeighbourSaysOfHopsIsObeyed() {
    try (Town town = new Town(6)) {
      GnutellaConfig config =
          GnutellaConfig.DEFAULT.withForwarding(ForwardingKind.FLOOD, 4).withLinks(10, 5, 1);
      town.add(1, i -> config.withRole(Tier.ULTRAPEER)).add(1, i -> config.withRole(Tier.LEAF));
      town.pass(5);
      ScriptedNeighbour stranger = ScriptedNeighbour.at(town, 0, true);
      List<Long> queries = new ArrayList<>();
      for (int hops : new int[] {255, 0, 1, 2, 255}) {
        stranger.send(new Guid(1, hops), 1, 0, VendorCodec.write(new HopsFlow(hops)));
        town.pass(2);
        town.search(1, "copper rain", 10);
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
    try (Town town = new Town(6)) {
      town.add(1, i -> config.withRole(Tier.ULTRAPEER)).add(1, i -> leaf);
      town.add(2, i -> config.withRole(Tier.LEAF));
      town.pass(5);
      town.shareContent(1, "copper rain.ogg", 300_000);
      town.pass(20);
      for (int fetching = 2; fetching < 4; fetching++) {
        Town.Found found = town.search(fetching, "copper rain", 20);
        assertEquals(1, found.hits.size());
        town.fetch(fetching, found.hits, town.hosts.get(fetching).directory().resolve("rain.ogg"));
        town.pass(2);
      }
      assertEquals(2, town.meter(1, "messages.query"));
      town.pass(65);
      assertEquals(0, town.search(3, "copper rain", 20).hits.size());
      assertEquals(2, town.meter(1, "messages.query"));
      town.pass(900);
      assertEquals(1, town.search(3, "copper rain", 20).hits.size());
    }
  }
}
