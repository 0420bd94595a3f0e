package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.sharing.TestHits;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.vendor.VendorContent.TcpConnectBack;
import io.peerwright.overlay.gnutella.vendor.VendorContent.UdpConnectBack;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers get that send datagrams. */
class DatagramPingTest {

  private static final int SERVENTS = 8;
  private static final int MOST_FACTOR = 3;

  private SimulatedServents network;
  private Stranger stranger;
  private Endpoint servent;

  @BeforeEach
  void someUltrapeers() {
    network = new SimulatedServents(5);
    GnutellaConfig config = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER);
    network.add(1, i -> config.withHostCache(true)).add(SERVENTS - 1, i -> config);
    network.pass(5);
    stranger = new Stranger(network.simulation, network.simulation.newHost("stranger", null, null));
    servent = network.servents.get(0).endpoints().get(0);
  }

  @AfterEach
  void end() {
    network.close();
  }

  private static Ping asking(int flags) {
    return new Ping(Ggep.of(GgepValues.octet(GgepIds.SUPPORT_CACHED_PONGS, flags)));
  }

  @Test
  void aPingIsAnsweredByWhatWeAre() {
    stranger.send(servent, new Guid(1, 2), new Ping(Ggep.EMPTY));
    List<Stranger.Got> got = stranger.take(500);
    assertEquals(1, got.size());
    Stranger.Got pong = got.get(0);
    assertEquals(new Guid(1, 2), pong.guid());
    assertEquals(1, pong.ttl());
    assertEquals(0, pong.hops());
    Pong told = (Pong) pong.message();
    assertEquals(servent, told.endpoint());
    assertEquals(0, told.files());
    assertEquals(8, told.kibibytes());
    assertTrue(GgepValues.ultrapeer(told.ggep()).orElseThrow().freeUltrapeers() > 0);
    assertTrue(told.ggep().has(GgepIds.UDP_HOST_CACHE));
    assertFalse(told.ggep().has(GgepIds.ENDPOINTS));
  }

  @Test
  void whoAsksForOthersIsToldOfUltrapeers() {
    stranger.send(servent, new Guid(1, 2), asking(GgepValues.WANTS_ULTRAPEERS));
    Pong told = (Pong) stranger.take(500).get(0).message();
    List<Endpoint> others =
        GgepValues.endpoints(told.ggep(), GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6);
    assertEquals(5, others.size());
    Set<Endpoint> all = new HashSet<>();
    network.servents.forEach(each -> all.addAll(each.endpoints()));
    assertTrue(all.containsAll(others), others::toString);
    assertFalse(others.contains(servent));
  }

  /** Also pings with much behind them, whose answers could be longer. */
  @Test
  void noAnswerIsLongerThanThreeTimesItsPing() {
    double worst = 0;
    for (int padding = 0; padding < 300; padding += 30) {
      Ggep longer =
          Ggep.of(
              GgepValues.octet(GgepIds.SUPPORT_CACHED_PONGS, 1),
              GgepExtension.of("XX", Octets.of(new byte[padding])));
      Ping ping = padding == 0 ? new Ping(Ggep.EMPTY) : new Ping(longer);
      int asked = Header.BYTES + ping.payloadLength();
      stranger.send(servent, new Guid(padding, 2), ping);
      Stranger.Got got = stranger.take(10_000).get(0);
      worst = Math.max(worst, (double) got.bytes() / asked);
    }
    System.out.printf("a pong has %.2f times the bytes of its ping at the most%n", worst);
    assertTrue(worst > 1 && worst <= MOST_FACTOR, "factor " + worst);
  }

  /** Bytes that are sent to one that has sent one, by what it has sent. */
  @Test
  void noKindOfMessageDrawsMoreThanItsBound() {
    Map<String, Message> kinds = new LinkedHashMap<>();
    kinds.put("ping", new Ping(Ggep.EMPTY));
    kinds.put("ping that asks for others", asking(0));
    kinds.put("pong", new Pong(servent, 1, 8, Ggep.EMPTY));
    kinds.put("query", Query.of(Query.OUT_OF_BAND, "copper rain", Octets.EMPTY));
    kinds.put("query hit", TestHits.hit("copper rain", Octets.EMPTY));
    kinds.put("push", Push.to(new Guid(1, 2), 1, servent, false));
    kinds.put("LIME/12", VendorCodec.write(new ReplyNumber(9, false, 3)));
    kinds.put("LIME/11", VendorCodec.write(new ReplyAcknowledgement(9, Octets.EMPTY)));
    kinds.put("BEAR/7", VendorCodec.write(new TcpConnectBack(80)));
    kinds.put("GTKG/7", VendorCodec.write(new UdpConnectBack(80, Optional.empty())));
    network.share(0, "copper rain.ogg");
    kinds.forEach(
        (kind, message) -> {
          Host host = network.simulation.newHost(kind.replaceAll("\\W", ""), null, null);
          Stranger asker = new Stranger(network.simulation, host);
          asker.send(servent, Guid.outOfBand(asker.at(), new Random(1)), message);
          asker.take(3_000);
          double factor = (double) asker.gotBytes / asker.sentBytes;
          System.out.printf("%s: %.2f bytes for each%n", kind, factor);
          assertTrue(message instanceof Ping ? factor <= MOST_FACTOR : factor == 0, kind);
        });
  }

  @Test
  void oneAddressGetsTwelveAnswersInAMinute() {
    for (int i = 0; i < 100; i++) {
      stranger.send(servent, new Guid(i, 2), new Ping(Ggep.EMPTY));
    }
    assertEquals(12, stranger.take(500).size());
    assertEquals(88, network.meter(0, "datagrams.pings-refused"));
    stranger.take(5_000);
    stranger.send(servent, new Guid(7, 7), new Ping(Ggep.EMPTY));
    assertEquals(1, stranger.take(500).size());
    Stranger other =
        new Stranger(network.simulation, network.simulation.newHost("other", null, null));
    other.send(servent, new Guid(8, 8), new Ping(Ggep.EMPTY));
    assertEquals(1, other.take(500).size());
  }

  /** As recorded from gtk-gnutella and to it: what it sends is read, what it asks is answered. */
  @Test
  void theRecordedDatagramsAreReadAndPingsAnswered() {
    long before = network.meter(0, "datagrams.received");
    int sent = 0;
    int pings = 0;
    for (Capture.Item item : Capture.number(60).items()) {
      stranger.send(servent, item.bytes());
      sent++;
      ByteBuffer bytes = ByteBuffer.wrap(item.bytes());
      if (Header.type(bytes, 0) == MessageType.PING) {
        pings++;
        List<Stranger.Got> got = stranger.take(500);
        assertEquals(1, got.size(), "the answer to ping " + pings);
        assertEquals(Header.guid(bytes, 0), got.get(0).guid());
        assertTrue(got.get(0).message() instanceof Pong);
        assertTrue(got.get(0).bytes() <= MOST_FACTOR * item.bytes().length);
      } else {
        assertEquals(List.of(), stranger.take(500));
      }
    }
    assertEquals(5, pings);
    assertEquals(sent, network.meter(0, "datagrams.received") - before);
    assertEquals(0, network.meter(0, "datagrams.malformed"));
  }

  /** Whatever comes: nothing breaks, and nobody gets more than three times what it sent. */
  @Test
  void damagedDatagramsCostOthersNothing() {
    Random random = new Random(11);
    List<Capture.Item> recorded =
        Capture.all().stream()
            .flatMap(each -> each.messages().stream())
            .filter(each -> each.bytes().length < 500)
            .toList();
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = recorded.get(random.nextInt(recorded.size())).bytes().clone();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      stranger.send(servent, Arrays.copyOf(bytes, length));
      if (i % 100 == 0) {
        stranger.take(50);
      }
    }
    stranger.take(1_000);
    assertEquals(
        5_000, network.meter(0, "datagrams.received") + network.meter(0, "datagrams.malformed"));
    assertTrue(network.meter(0, "datagrams.malformed") > 500);
    assertTrue(stranger.gotBytes <= MOST_FACTOR * stranger.sentBytes);
    stranger.take(60_000);
    stranger.send(servent, new Guid(7, 7), new Ping(Ggep.EMPTY));
    assertEquals(1, stranger.take(500).size());
  }
}
