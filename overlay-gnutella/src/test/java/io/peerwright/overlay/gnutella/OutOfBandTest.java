package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.sharing.TestHits;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.vendor.VendorContent.UdpConnectBack;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hits as datagrams: offered, asked for, sent; and what strangers get or cannot do by that. */
class OutOfBandTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withForwarding(ForwardingKind.FLOOD, 0);
  private static final Octets SECURE =
      ExtensionArea.write(
          List.of(), Ggep.of(GgepExtension.of(GgepIds.SECURE_OUT_OF_BAND, Octets.EMPTY)));
  private static final Octets TOKEN = Octets.hex("b9d01cc1");

  private final SimulatedServents network = new SimulatedServents(21);
  private final Random random = new Random(3);

  @AfterEach
  void end() {
    network.close();
  }

  // Hits of ours.

  private RawServent neighbour(String fields) {
    Host host = network.simulation.newHost("neighbour" + network.simulation.now(), null, null);
    return RawServent.ultrapeer(network.simulation, host, network.at(0), fields);
  }

  private Stranger asker(String name, Endpoint at) {
    return new Stranger(network.simulation, network.simulation.newHost(name, at, null)).answering();
  }

  private static Query query(String words, boolean secure) {
    int flags = Query.READS_GGEP_H | Query.OUT_OF_BAND;
    return Query.of(flags, words, secure ? SECURE : Octets.EMPTY);
  }

  private static ReplyNumber number(Stranger.Got got) {
    return (ReplyNumber) VendorCodec.read((VendorMessage) got.message());
  }

  private static Octets token(QueryHit hit) throws MalformedException {
    Ggep said = HitBody.read(hit).trailer().orElseThrow().ggep();
    return said.data(GgepIds.SECURE_OUT_OF_BAND).orElse(Octets.EMPTY);
  }

  @Test
  void hitsAreOfferedAndSentToWhoWantsThemWithItsToken() throws MalformedException {
    network.add(1, i -> ULTRAPEER);
    network.share(0, "copper rain one.txt");
    network.share(0, "copper rain two.txt");
    RawServent neighbour = neighbour("");
    Stranger asker = asker("asker", null);
    Guid guid = Guid.outOfBand(asker.at(), random);
    neighbour.send(guid, 2, 2, query("copper rain", true));
    List<Stranger.Got> offers = asker.take(500);
    assertEquals(1, offers.size());
    assertEquals(new ReplyNumber(2, false, 3), number(offers.get(0)));
    assertEquals(guid, offers.get(0).guid());
    assertEquals(List.of(), neighbour.take(100, QueryHit.class), "not over the link besides");
    asker.send(network.at(0), guid, VendorCodec.write(new ReplyAcknowledgement(2, TOKEN)));
    List<Stranger.Got> hits = asker.take(500);
    assertEquals(1, hits.size());
    QueryHit hit = (QueryHit) hits.get(0).message();
    assertEquals(2, hit.count());
    assertEquals(TOKEN, token(hit));
    // Once: who repeats what it wants gets nothing more.
    asker.send(network.at(0), guid, VendorCodec.write(new ReplyAcknowledgement(2, TOKEN)));
    assertEquals(List.of(), asker.take(500));
  }

  @Test
  void whoHasNoTokensGetsThemWithoutInVersionTwo() throws MalformedException {
    network.add(1, i -> ULTRAPEER);
    network.share(0, "copper rain one.txt");
    RawServent neighbour = neighbour("");
    Stranger asker = asker("asker", null);
    Guid guid = Guid.outOfBand(asker.at(), random);
    neighbour.send(guid, 2, 2, query("copper rain", false));
    assertEquals(2, number(asker.take(500).get(0)).version());
    asker.send(network.at(0), guid, VendorCodec.write(new ReplyAcknowledgement(1, Octets.EMPTY)));
    QueryHit hit = (QueryHit) asker.take(500).get(0).message();
    assertEquals(Octets.EMPTY, token(hit));
  }

  /** A neighbour's own query, and one that does not ask for datagrams, is answered on the link. */
  @Test
  void otherQueriesAreAnsweredOnTheLink() {
    network.add(1, i -> ULTRAPEER);
    network.share(0, "copper rain one.txt");
    RawServent neighbour = neighbour("");
    Stranger asker = asker("asker", null);
    neighbour.send(Guid.outOfBand(asker.at(), random), 2, 0, query("copper rain", true));
    assertEquals(1, neighbour.take(500, QueryHit.class).size());
    Query plain = Query.of(Query.READS_GGEP_H, "copper rain", Octets.EMPTY);
    neighbour.send(Guid.outOfBand(asker.at(), random), 2, 2, plain);
    assertEquals(1, neighbour.take(500, QueryHit.class).size());
    assertEquals(List.of(), asker.take(100));
  }

  @Test
  void nobodyElseGetsTheHitsAndAVictimIsOfferedFew() {
    network.add(1, i -> ULTRAPEER);
    for (int i = 0; i < 30; i++) {
      network.share(0, "copper rain " + "x".repeat(150) + i + ".txt");
    }
    RawServent neighbour = neighbour("");
    Stranger victim = asker("victim", null);
    Stranger other =
        new Stranger(network.simulation, network.simulation.newHost("other", null, null));
    for (int i = 0; i < 40; i++) {
      Guid guid = Guid.outOfBand(victim.at(), random);
      neighbour.send(guid, 2, 2, query("copper rain", true));
      victim.take(300);
      other.send(network.at(0), guid, VendorCodec.write(new ReplyAcknowledgement(30, TOKEN)));
    }
    assertEquals(0, other.gotBytes);
    assertTrue(victim.gotBytes <= 13 * 33, "offers of 33 bytes: " + victim.gotBytes);
    assertTrue(neighbour.take(100, QueryHit.class).size() >= 27, "the others on the link");
    // The victim itself, or whoever sends in its name, has at most so much in a minute.
    victim.take(60_000);
    long before = victim.gotBytes;
    for (int i = 0; i < 10; i++) {
      Guid guid = Guid.outOfBand(victim.at(), random);
      neighbour.send(guid, 2, 2, query("copper rain", true));
      victim.take(300);
      victim.send(network.at(0), guid, VendorCodec.write(new ReplyAcknowledgement(30, TOKEN)));
    }
    victim.take(1_000);
    System.out.println("hits to one address in a minute: " + (victim.gotBytes - before) + " bytes");
    assertTrue(victim.gotBytes - before <= 19 * 1_024, victim.gotBytes - before + " bytes");
  }

  /** Whoever sends in the name of another makes it get fewer bytes than it has sent itself. */
  @Test
  void whoDoesNotAnswerAPingGetsNoHitsAsDatagrams() {
    network.add(1, i -> ULTRAPEER);
    for (int i = 0; i < 30; i++) {
      network.share(0, "copper rain " + "x".repeat(150) + i + ".txt");
    }
    RawServent neighbour = neighbour("");
    Stranger victim =
        new Stranger(network.simulation, network.simulation.newHost("victim", null, null));
    Guid guid = Guid.outOfBand(victim.at(), random);
    neighbour.send(guid, 2, 2, query("copper rain", true));
    victim.take(300);
    long before = victim.gotBytes;
    victim.sentBytes = 0;
    victim.send(network.at(0), guid, VendorCodec.write(new ReplyAcknowledgement(30, TOKEN)));
    assertEquals(List.of(), neighbour.take(2_900, QueryHit.class));
    int overLink =
        neighbour.take(300, QueryHit.class).stream()
            .mapToInt(each -> ((QueryHit) each.message()).count())
            .sum();
    assertEquals(30, overLink);
    victim.take(60_000);
    assertEquals(Header.BYTES, victim.gotBytes - before, "one ping");
    assertTrue(victim.sentBytes > Header.BYTES);
  }

  @Test
  void theRecordedQueryOfTheOtherSideIsAnsweredAsGtkDoes() throws MalformedException {
    network.add(1, i -> ULTRAPEER);
    network.share(0, "alpha bravo charlie.txt");
    RawServent neighbour = neighbour("");
    Capture capture = Capture.number(31);
    byte[] asked =
        capture.messages().stream()
            .filter(each -> each.ours() && (each.bytes()[16] & 0xff) == 0x80)
            .findFirst()
            .orElseThrow()
            .bytes();
    Endpoint at = Header.guid(ByteBuffer.wrap(asked), 0).outOfBandEndpoint();
    Stranger asker = asker("gtk", at);
    neighbour.sendBytes(asked);
    Stranger.Got offer = asker.take(500).get(0);
    assertEquals(new ReplyNumber(1, false, 3), number(offer));
    byte[] wanted =
        capture.messages().stream()
            .filter(each -> each.connection().equals("udp") && each.ours())
            .findFirst()
            .orElseThrow()
            .bytes();
    asker.send(network.at(0), wanted);
    QueryHit hit = (QueryHit) asker.take(500).get(0).message();
    assertEquals(TOKEN, token(hit));
  }

  // Hits for us.

  /** An asker of the open Internet that has found out that datagrams reach it. */
  private void askerThatIsReached() {
    for (int i = 0; i < 3; i++) {
      network.add(network.world(i + 1), ULTRAPEER);
    }
    network.pass(10);
  }

  /** Twelve in a chain or ring, of which those within four hops are found either way. */
  private long[] hitsAndForwarded(SimulatedServents at, boolean outOfBand) {
    GnutellaConfig few = ULTRAPEER.withLinks(2, 10, 2).withOutOfBand(outOfBand);
    for (int i = 0; i < 12; i++) {
      Endpoint address = Endpoint.ofIpv4(0x51520001 + i, SimulatedServents.PORT);
      at.add(at.simulation.newHost("world" + i, address, null), few);
      at.share(i, "copper rain " + i + ".txt");
    }
    at.pass(60);
    int found = at.search(0, "copper rain", 20).hits.size();
    return new long[] {found, at.meter("hits.forwarded")};
  }

  @Test
  void aSearchGetsHitsFromFarAwayAsDatagrams() {
    long[] asDatagrams = hitsAndForwarded(network, true);
    try (SimulatedServents other = new SimulatedServents(21)) {
      long[] overLinks = hitsAndForwarded(other, false);
      assertEquals(overLinks[0], asDatagrams[0]);
      assertTrue(overLinks[1] > 5, "hits come from far away");
      assertEquals(0, asDatagrams[1], "nobody has to pass them on");
    }
  }

  @Test
  void hitsThatNobodyHasAskedForAreNone() throws MalformedException {
    askerThatIsReached();
    RawServent neighbour =
        RawServent.ultrapeer(network.simulation, network.world(50), network.at(0), "");
    Stranger responder = new Stranger(network.simulation, network.world(51));
    Stranger forger = new Stranger(network.simulation, network.world(52));
    List<Hit> hits = new ArrayList<>();
    network
        .servents
        .get(0)
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(
            io.peerwright.api.overlay.Query.parse("copper rain")
                .limitedTo(10, Duration.ofSeconds(30)),
            hits::add,
            reason -> {});
    RawServent.Got asked = neighbour.take(500, Query.class).get(0);
    Query query = (Query) asked.message();
    assertTrue(query.has(Query.OUT_OF_BAND));
    assertEquals(network.at(0), asked.guid().outOfBandEndpoint());
    QueryHit hit = hit(Octets.EMPTY);
    responder.send(network.at(0), asked.guid(), hit);
    responder.send(network.at(0), asked.guid(), VendorCodec.write(new ReplyNumber(1, false, 2)));
    assertEquals(List.of(), responder.take(500), "an offer without a token to come");
    responder.send(network.at(0), new Guid(1, 1), VendorCodec.write(new ReplyNumber(1, false, 3)));
    assertEquals(List.of(), responder.take(500), "an offer for a query of nobody");
    responder.send(network.at(0), asked.guid(), VendorCodec.write(new ReplyNumber(1, false, 3)));
    ReplyAcknowledgement wanted =
        (ReplyAcknowledgement)
            VendorCodec.read((VendorMessage) responder.take(500).get(0).message());
    assertEquals(1, wanted.hits());
    assertEquals(8, wanted.token().size());
    responder.send(network.at(0), asked.guid(), hit(TOKEN));
    forger.send(network.at(0), asked.guid(), hit(wanted.token()));
    forger.take(500);
    assertEquals(List.of(), hits, "another token, or another address");
    responder.send(network.at(0), asked.guid(), hit(wanted.token()));
    responder.send(network.at(0), asked.guid(), hit(wanted.token()));
    responder.take(500);
    assertEquals(1, hits.size());
    assertEquals("copper rain.txt", hits.get(0).name());
  }

  private static QueryHit hit(Octets token) {
    return TestHits.hit("copper rain.txt", token);
  }

  // Whether strangers reach us.

  @Test
  void aServentAsksWhetherItIsReachedOnlyWhereThatIsInDoubt() {
    askerThatIsReached();
    long inDoubt = network.meter("messages.other");
    assertTrue(inDoubt > 0);
    assertTrue(network.meter(0, "datagrams.received") > 0, "it was tried over UDP");
    try (SimulatedServents quiet = new SimulatedServents(22)) {
      quiet.add(3, i -> ULTRAPEER);
      quiet.pass(10);
      assertEquals(0, quiet.meter("datagrams.received"), "on a network of one's own");
    }
  }

  @Test
  void nobodyIsSentToAnotherAddressAndFewTriesAreMade() {
    network.add(1, i -> ULTRAPEER);
    RawServent neighbour = neighbour("");
    Stranger other =
        new Stranger(network.simulation, network.simulation.newHost("other", null, null));
    for (int i = 0; i < 100; i++) {
      neighbour.send(
          new Guid(i, i),
          1,
          0,
          VendorCodec.write(new UdpConnectBack(SimulatedServents.PORT, Optional.empty())));
    }
    neighbour.take(1_000);
    assertEquals(4, network.meter(0, "datagrams.sent"), "its share");
    RawServent next = neighbour("");
    next.send(
        new Guid(7, 7),
        1,
        0,
        VendorCodec.write(new UdpConnectBack(SimulatedServents.PORT, Optional.empty())));
    next.take(1_000);
    assertEquals(5, network.meter(0, "datagrams.sent"), "one is left for another");
    assertFalse(other.gotBytes > 0);
  }
}
