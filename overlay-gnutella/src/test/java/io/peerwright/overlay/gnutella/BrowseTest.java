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
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.transport.inmemory.Nat;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All that one servent shares. */
class BrowseTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private static final class Listing {
    final List<Hit> hits = new ArrayList<>();
    Reason end;

    List<String> names() {
      return hits.stream().map(Hit::name).toList();
    }
  }

  private static Listing browse(SimulatedServents network, int by, String peer) {
    Listing listing = new Listing();
    network
        .servents
        .get(by)
        .as(Browse.class)
        .orElseThrow()
        .browse(peer, listing.hits::add, reason -> listing.end = reason);
    network.simulation.runUntil(() -> listing.end != null, Duration.ofMinutes(2));
    return listing;
  }

  @Test
  void manyFilesAreListedEachOnce() {
    try (SimulatedServents network = new SimulatedServents(61).add(2, i -> ULTRAPEER)) {
      for (int i = 0; i < 2_000; i++) {
        network.share(1, "folder " + i % 7 + "/copper rain number " + i + ".ogg");
      }
      Handle gone = network.share(1, "gone.ogg");
      gone.close();
      network.pass(10);
      Listing listing = browse(network, 0, network.servents.get(1).endpoints().get(0).toString());
      assertEquals(Reason.ENDED, listing.end);
      assertEquals(2_000, listing.hits.size());
      assertEquals("folder 0/copper rain number 0.ogg", listing.hits.get(0).name());
      assertEquals("folder 4/copper rain number 1999.ogg", listing.hits.get(1_999).name());
      assertEquals(2_000, listing.names().stream().distinct().count());
    }
  }

  @Test
  void whoHasAnsweredIsBrowsedByItsGuidAlsoIfItCannotBeDialled() {
    try (SimulatedServents network = new SimulatedServents(62).add(2, i -> ULTRAPEER)) {
      Nat router = network.simulation.newNat("router", NatModel.of("eim+apdf"), null);
      network.add(router.newHost("home", null, null), ULTRAPEER.withRole(Tier.LEAF));
      network.pass(10);
      for (int servent = 1; servent <= 2; servent++) {
        network.share(servent, "copper rain " + servent + ".ogg");
        network.share(servent, "silver snow " + servent + ".ogg");
      }
      network.pass(10);
      List<Hit> found = network.search(0, "copper rain", 20).hits;
      assertEquals(2, found.size());
      for (Hit hit : found) {
        String number = hit.name().contains("1") ? "1" : "2";
        Listing listing = browse(network, 0, hit.peer());
        assertEquals(Reason.ENDED, listing.end);
        assertEquals(
            List.of("copper rain " + number + ".ogg", "silver snow " + number + ".ogg"),
            listing.names());
      }
      Listing unknown = browse(network, 0, "0".repeat(31) + "1");
      assertEquals(Reason.UNRESOLVED, unknown.end);
    }
  }

  @Test
  void whoAsksTooOftenIsRefused() {
    try (SimulatedServents network = new SimulatedServents(63).add(2, i -> ULTRAPEER)) {
      network.share(1, "copper rain.ogg");
      String peer = network.servents.get(1).endpoints().get(0).toString();
      for (int i = 0; i < 6; i++) {
        assertEquals(Reason.ENDED, browse(network, 0, peer).end);
      }
      assertEquals(Reason.REFUSED, browse(network, 0, peer).end);
      network.pass(60);
      assertEquals(Reason.ENDED, browse(network, 0, peer).end);
      assertEquals(7, network.meter("browses.served"));
    }
  }

  /** Browses something that answers every request with these bytes and hangs up. */
  private static Listing answered(byte[] answer) {
    try (SimulatedServents network = new SimulatedServents(64).add(1, i -> ULTRAPEER)) {
      Host other = network.simulation.newHost("other", null, null);
      Endpoint at = other.listenAddress().withPort(80);
      LinkHandler handler =
          new LinkHandler() {
            private final ByteBuffer left = ByteBuffer.wrap(answer);

            @Override
            public void onOpen(Link link) {
              link.request(Link.UNLIMITED);
            }

            @Override
            public void onData(Link link, ByteBuffer data) {
              onWritable(link);
            }

            @Override
            public void onWritable(Link link) {
              link.write(left);
              if (!left.hasRemaining()) {
                link.close();
              }
            }

            @Override
            public void onClosed(Link link, Reason reason) {}
          };
      other
          .loop()
          .execute(() -> other.transport().listen(at, SocketOptions.DEFAULT, accepted -> handler));
      network.pass(1);
      return browse(network, 0, at.toString());
    }
  }

  private static byte[] answer(String head, byte[] body) {
    byte[] start = (head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer all = ByteBuffer.allocate(start.length + body.length).put(start).put(body);
    return all.array();
  }

  private static final String HITS =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-gnutella-packets\r\nConnection: close";

  private static byte[] recorded() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Capture.Item item : Capture.number(42).messages()) {
      if (!item.ours()) {
        body.write(item.bytes());
        break;
      }
    }
    return body.toByteArray();
  }

  @Test
  void theListOfOthersIsRead() throws IOException {
    Listing listing = answered(answer(HITS, recorded()));
    assertEquals(Reason.ENDED, listing.end);
    assertEquals(
        List.of("alpha bravo charlie.txt", "delta echo foxtrot.bin", "golf hotel.txt"),
        listing.names());
    assertTrue(
        listing
            .hits
            .get(2)
            .urns()
            .contains(Urn.parse("urn:sha1:OAATOMPJ5BMYQH2PCPFU2X2JQ6WHBFEP")));
  }

  @Test
  void whatIsNoListEndsAsSuch() throws IOException {
    byte[] hits = recorded();
    byte[] cut = Arrays.copyOf(hits, hits.length - 1);
    assertEquals(Reason.PROTOCOL, answered(answer(HITS, cut)).end);
    byte[] ping = Messages.encode(new Guid(1, 1), 1, 0, new Ping(Ggep.EMPTY)).array();
    assertEquals(Reason.PROTOCOL, answered(answer(HITS, ping)).end);
    byte[] endless = hits.clone();
    endless[21] = (byte) 0xff;
    assertEquals(Reason.PROTOCOL, answered(answer(HITS, endless)).end);
    assertEquals(
        Reason.UNSUPPORTED,
        answered(answer("HTTP/1.1 200 OK\r\nContent-Type: text/html", hits)).end);
    assertEquals(
        Reason.REFUSED, answered(answer("HTTP/1.1 403 No\r\nContent-Length: 0", new byte[0])).end);
  }
}
