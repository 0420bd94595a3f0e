package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.qrp.WordHash;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queries go only where the words are. */
class QueryRoutingTest {

  private static final int ULTRAPEERS = 10;
  private static final int LEAVES = 50;

  private static GnutellaConfig config(Tier tier, boolean queryRouting) {
    return GnutellaConfig.DEFAULT
        .withRole(tier)
        .withLinks(4, 20, 2)
        .withQueryRouting(queryRouting)
        .withDeflate(false);
  }

  /** Begins as "copper" does when both are hashed, so that only a whole table tells them apart. */
  private static final String LIKE_COPPER =
      IntStream.range(0, 10_000)
          .mapToObj(i -> "word" + i)
          .filter(word -> slot(word, 8) == slot("copper", 8))
          .filter(word -> slot(word, 16) != slot("copper", 16))
          .findFirst()
          .orElseThrow();

  private static int slot(String word, int bits) {
    return WordHash.slot(WordHash.of(word), bits);
  }

  /**
   * Ten ultrapeers without files; every fifth of fifty leaves has copper rain, one another rain,
   * the others snow.
   */
  private static SimulatedServents network(boolean queryRouting) {
    SimulatedServents network = new SimulatedServents(2);
    network.add(ULTRAPEERS, i -> config(Tier.ULTRAPEER, queryRouting));
    network.pass(60);
    network.add(LEAVES, i -> config(Tier.LEAF, queryRouting));
    network.pass(120);
    for (int i = ULTRAPEERS; i < ULTRAPEERS + LEAVES; i++) {
      String other = i == ULTRAPEERS + 2 ? LIKE_COPPER + " rain " : "silver snow ";
      network.share(i, (hasRain(i) ? "copper rain " : other) + i + ".ogg");
    }
    network.pass(20);
    return network;
  }

  private static boolean hasRain(int servent) {
    return servent % 5 == 0;
  }

  private static Set<String> names(SimulatedServents.Found found) {
    return found.hits.stream().map(Hit::name).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void onlyLeavesWhoseFilesMatchAreAsked() {
    Set<String> all;
    long flooded;
    try (SimulatedServents network = network(false)) {
      all = names(network.search(11, "copper rain", 60));
      flooded = network.meter("messages.query");
      assertEquals(10, all.size());
    }
    try (SimulatedServents network = network(true)) {
      assertEquals(all, names(network.search(11, "copper rain", 60)));
      for (int i = ULTRAPEERS; i < ULTRAPEERS + LEAVES; i++) {
        assertEquals(hasRain(i), network.meter(i, "messages.query") > 0, "leaf " + i);
      }
      long asked = network.meter("messages.query");
      System.out.println("ten hits: flood " + flooded + " messages, with tables " + asked);
      assertTrue(2 * asked < flooded, () -> asked + " against " + flooded);
      assertEquals(0, network.search(11, "copper snow", 60).hits.size());
      assertEquals(0, network.meter("messages.malformed"));
    }
  }

  private static long leavesAsked(SimulatedServents network) {
    long sum = 0;
    for (int i = ULTRAPEERS; i < ULTRAPEERS + LEAVES; i++) {
      sum += network.meter(i, "messages.query");
    }
    return sum;
  }

  @Test
  void whatIsSharedLaterIsFoundAndWhatIsWithdrawnIsNotAskedFor() {
    try (SimulatedServents network = network(true)) {
      assertEquals(0, network.search(11, "golden dawn", 30).hits.size());
      assertEquals(0, leavesAsked(network));
      Handle shared = network.share(42, "golden dawn.ogg");
      Handle other = network.share(43, "golden dawn.ogg");
      network.pass(20);
      assertEquals(2, network.search(11, "golden dawn", 30).hits.size());
      long asked = network.meter(42, "messages.query");
      assertTrue(asked > 0);
      shared.close();
      network.pass(20);
      assertEquals(1, network.search(11, "golden dawn", 30).hits.size());
      assertEquals(asked, network.meter(42, "messages.query"));
      other.close();
    }
  }

  /** An ultrapeer looks at the tables of its leaves at once: this one was read before. */
  @Test
  void whatIsPublishedHasBeenRead() {
    try (SimulatedServents network = new SimulatedServents(4)) {
      network.add(1, i -> config(Tier.ULTRAPEER, true)).add(1, i -> config(Tier.LEAF, true));
      network.pass(10);
      for (String words : List.of("copper rain", "silver snow")) {
        network.share(1, words + ".ogg");
        assertTrue(network.awaitPublished(1, 2));
        assertEquals(1, network.search(0, words, 30).hits.size(), words);
      }
    }
  }

  /** On the last hop an ultrapeer is asked for its own files and for those of its leaves. */
  @Test
  void ultrapeersTellEachOtherOfTheirLeaves() {
    try (SimulatedServents network = new SimulatedServents(5)) {
      GnutellaConfig near = config(Tier.ULTRAPEER, true).withForwarding(ForwardingKind.FLOOD, 1);
      network.add(4, i -> near.withLinks(9, 20, 1));
      network.pass(60);
      network.add(8, i -> config(Tier.LEAF, true).withLinks(4, 20, 1));
      network.pass(60);
      network.share(4, "copper rain.ogg");
      int home = -1;
      for (int i = 0; i < 4; i++) {
        Endpoint leaf = network.hosts.get(4).listenAddress();
        boolean links =
            network.servents.get(i).neighbours().stream()
                .anyMatch(each -> each.endpoint().withPort(0).equals(leaf.withPort(0)));
        home = links ? i : home;
      }
      int asker = 3;
      while (asker == home || network.meter(asker, "links.ultrapeers.now") < 3) {
        asker--;
      }
      int other = 0;
      while (other == home || other == asker) {
        other++;
      }
      network.share(other, "silver snow.ogg");
      network.pass(20);
      assertEquals(1, network.search(asker, "copper rain", 30).hits.size());
      assertEquals(1, network.search(asker, "silver snow", 30).hits.size());
      assertEquals(0, network.search(asker, "copper snow", 30).hits.size());
      for (int i = 0; i < 4; i++) {
        assertEquals(
            i == home || i == other ? 1 : 0, network.meter(i, "messages.query"), "ultrapeer " + i);
      }
    }
  }

  /** Words that are gone cost a query here and there, no hit: they are taken back seldom. */
  @Test
  void whatLeavesHadThatWentIsTakenBackLater() {
    try (SimulatedServents network = new SimulatedServents(6)) {
      network.add(2, i -> config(Tier.ULTRAPEER, true)).add(1, i -> config(Tier.LEAF, true));
      network.pass(10);
      network.share(2, "copper rain.ogg");
      network.pass(120);
      long told = network.meter("tables.bytes");
      network.servents.get(2).leave();
      network.pass(100);
      assertEquals(told, network.meter("tables.bytes"));
      network.pass(250);
      assertTrue(network.meter("tables.bytes") > told);
    }
  }

  /** gtk-gnutella as it was recorded, which says what it has said, whatever it is told. */
  private static final class Recorded implements LinkHandler {
    final List<ByteBuffer> turns = new ArrayList<>();
    final ByteArrayOutputStream got = new ByteArrayOutputStream();
    boolean speaks;

    Recorded(Capture capture, boolean speaks) {
      this.speaks = speaks;
      ByteArrayOutputStream turn = new ByteArrayOutputStream();
      for (Capture.Item item : capture.items()) {
        if (item.ours() || !item.connection().equals("gnutella")) {
          continue;
        }
        turn.writeBytes(item.bytes());
        if (item.kind() == Capture.Kind.TEXT && item.text().equals("\r\n") && turns.isEmpty()) {
          turns.add(ByteBuffer.wrap(turn.toByteArray()));
          turn.reset();
        }
      }
      turns.add(ByteBuffer.wrap(turn.toByteArray()));
    }

    private void say(Link link) {
      if (!turns.isEmpty()) {
        link.write(turns.remove(0));
      }
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      if (speaks) {
        say(link);
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      got.writeBytes(bytes);
      say(link);
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      // It was recorded while it was there.
    }

    /** The texts of the queries that it got. */
    List<String> queries() throws MalformedException {
      ByteBuffer all = ByteBuffer.wrap(got.toByteArray());
      String text = new String(got.toByteArray(), StandardCharsets.ISO_8859_1);
      int at = text.indexOf("\r\n\r\n") + 4;
      int second = text.indexOf("GNUTELLA/0.6", at);
      at = second < 0 ? at : text.indexOf("\r\n\r\n", second) + 4;
      List<String> queries = new ArrayList<>();
      while (at < all.limit()) {
        if (Header.type(all, at) == MessageType.QUERY) {
          queries.add(((Query) Messages.read(all, at)).text());
        }
        at += Header.BYTES + Header.payloadLength(all, at);
      }
      return queries;
    }
  }

  @Test
  void aLeafOfGtkIsAskedForItsFilesOnly() throws Exception {
    try (SimulatedServents network = new SimulatedServents(3)) {
      network.add(1, i -> config(Tier.ULTRAPEER, true)).add(1, i -> config(Tier.LEAF, true));
      Recorded gtk = new Recorded(Capture.number(22), true);
      Host host = network.simulation.newHost("gtk", null, null);
      Endpoint to = network.servents.get(0).endpoints().get(0);
      host.transport().connect(to, SocketOptions.DEFAULT, gtk);
      network.pass(10);
      assertEquals(1 + 1, network.meter(0, "links.leaves.now"));
      asks(network, 1, gtk);
    }
  }

  @Test
  void anUltrapeerOfGtkIsAskedForWhatItAndItsLeavesHave() throws Exception {
    try (SimulatedServents network = new SimulatedServents(3)) {
      Recorded gtk = new Recorded(Capture.number(23), false);
      Host host = network.simulation.newHost("gtk", null, null);
      Endpoint at = host.listenAddress().withPort(SimulatedServents.PORT);
      host.transport().listen(at, SocketOptions.DEFAULT, accepted -> gtk);
      network.first(at);
      network.add(1, i -> config(Tier.ULTRAPEER, true).withForwarding(ForwardingKind.FLOOD, 1));
      network.pass(10);
      assertEquals(1, network.meter(0, "links.ultrapeers.now"));
      asks(network, 0, gtk);
    }
  }

  @Test
  void whoAnswersNoPingHoldsNothingUp() {
    try (SimulatedServents network = new SimulatedServents(3)) {
      Recorded gtk = new Recorded(Capture.number(23), false);
      Host host = network.simulation.newHost("gtk", null, null);
      Endpoint at = host.listenAddress().withPort(SimulatedServents.PORT);
      host.transport().listen(at, SocketOptions.DEFAULT, accepted -> gtk);
      network.first(at);
      network.add(1, i -> config(Tier.ULTRAPEER, true));
      network.pass(10);
      network.share(0, "copper rain.ogg");
      assertTrue(network.awaitPublished(0, 5));
    }
  }

  private static void asks(SimulatedServents network, int asker, Recorded gtk)
      throws MalformedException {
    for (String words :
        List.of("alpha bravo", "alpha zulu", "zulu", "hotel golf", "FOXT", "bravo echo kilo")) {
      network.search(asker, words, 20);
    }
    assertEquals(
        List.of("alpha bravo", "hotel golf", "foxt"),
        gtk.queries().stream().map(String::toLowerCase).toList());
    assertEquals(0, network.meter("messages.malformed"));
  }
}
