package io.peerwright.overlay.gnutella;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.Nat;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Servents that call whom they have in their queue. */
class QueueCallTest {

  private static final int SIZE = 2_000_000;
  private static final Pattern ID = Pattern.compile("X-Queued: ID=([0-9a-f]{32});");
  private static final GnutellaConfig USUAL =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);
  private static final GnutellaConfig ONE_SLOT =
      USUAL.withUploads(1, 1, 10).withUploadRates(100_000, 0);

  private static SimulatedServents network() {
    SimulatedServents network = new SimulatedServents(5).add(1, i -> ONE_SLOT).add(4, i -> USUAL);
    network.pass(5);
    network.shareContent(0, "copper rain.ogg", SIZE);
    return network;
  }

  /** Somebody who has it twenty seconds to itself, then the one that was called. */
  @Test
  void whoWaitsIsCalledWhenItIsItsTurn() {
    try (SimulatedServents network = network()) {
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      Download first = network.fetch(1, hits, network.hosts.get(1).directory().resolve("fetched"));
      network.pass(1);
      Download second = network.fetch(2, hits, network.hosts.get(2).directory().resolve("fetched"));
      network.pass(1);
      assertEquals(Download.State.QUEUED, second.state());
      // It asks again after 26 s and gives up its slot after 20 s each: a call comes before both.
      first.close();
      network.pass(8);
      assertEquals(Download.State.TRANSFERRING, second.state(), second.detail());
      assertEquals(1, network.meter(0, "uploads.called"));
      network.pass(30);
      assertEquals(Download.State.COMPLETE, second.state(), second.detail());
    }
  }

  /** Nobody can dial it, but it dials who waits, and sends over the link on which it has called. */
  @Test
  void whoIsBehindARouterSendsOverTheLinkOnWhichItHasCalled() throws IOException {
    SimulatedServents network = new SimulatedServents(7).add(3, i -> USUAL);
    Nat router = network.simulation.newNat("router", NatModel.of("eim+apdf"), null);
    network.add(router.newHost("home", null, null), ONE_SLOT.withRole(Tier.LEAF));
    network.pass(10);
    try (network) {
      byte[] content = network.shareContent(3, "copper rain.ogg", SIZE);
      network.pass(20);
      List<Hit> hits = network.search(0, "copper rain", 20).hits;
      assertEquals(1, hits.size());
      Download first = network.fetch(0, hits, network.hosts.get(0).directory().resolve("fetched"));
      network.pass(3);
      Download second = network.fetch(1, hits, network.hosts.get(1).directory().resolve("fetched"));
      network.pass(3);
      assertEquals(Download.State.QUEUED, second.state(), second.detail());
      first.close();
      network.pass(8);
      assertEquals(Download.State.TRANSFERRING, second.state(), second.detail());
      assertEquals(1, network.meter(3, "uploads.called"));
      network.pass(40);
      assertArrayEquals(
          content, Files.readAllBytes(network.hosts.get(1).directory().resolve("fetched")));
    }
  }

  private static String get(Endpoint node) {
    return "GET /get/1/x HTTP/1.1\r\nHost: x\r\nX-Queue: 1.0\r\nX-Node: "
        + node
        + "\r\nRange: bytes=0-999\r\n\r\n";
  }

  /** Counts who dials, and what is said. */
  private static final class Waiting implements LinkHandler {
    private final Endpoint at;
    private final List<String> calls = new ArrayList<>();

    Waiting(SimulatedServents network, Host host) {
      at = host.listenAddress().withPort(7_000);
      host.transport().listen(at, SocketOptions.DEFAULT, link -> this);
      network.pass(1);
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      calls.add(ISO_8859_1.decode(data).toString());
      link.close();
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static String id(Asker asker) {
    Matcher id = ID.matcher(asker.received());
    assertTrue(id.find(), asker.received().toString());
    return id.group(1);
  }

  @Test
  void whoDoesNotComeIsCalledTwiceAndNobodyElseIsDialled() {
    try (SimulatedServents network = network()) {
      Endpoint at = network.at(0);
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      Download first = network.fetch(1, hits, network.hosts.get(1).directory().resolve("fetched"));
      network.pass(1);
      Waiting waiting = new Waiting(network, network.hosts.get(2));
      Waiting third = new Waiting(network, network.hosts.get(3));
      Asker honest = new Asker(network.hosts.get(2), at, get(waiting.at));
      Asker reflecting = new Asker(network.hosts.get(4), at, get(third.at));
      network.pass(1);
      String id = id(honest);
      assertNotEquals(id, id(reflecting));
      honest.link().close();
      reflecting.link().close();
      first.close();
      network.pass(200);
      String call = "QUEUE " + id + " " + at + "\r\n";
      assertEquals(List.of(call, call), waiting.calls);
      assertEquals(List.of(), third.calls);
    }
  }

  /** Only who has told an id can call by it. */
  @Test
  void strangersDoNotCall() {
    try (SimulatedServents network = network()) {
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      network.fetch(1, hits, network.hosts.get(1).directory().resolve("fetched"));
      network.pass(1);
      Download second = network.fetch(2, hits, network.hosts.get(2).directory().resolve("fetched"));
      network.pass(1);
      assertEquals(Download.State.QUEUED, second.state());
      long queued = network.meter(0, "uploads.queued");
      for (String said :
          List.of(
              "QUEUE 00112233445566778899aabbccddeeff 10.0.0.1:6346\r\n",
              "QUEUE \r\n",
              "QUEUE " + "x".repeat(1_000))) {
        Asker caller = new Asker(network.hosts.get(3), network.at(2), said);
        network.pass(1);
        assertEquals(Reason.RESET, caller.closed(), said);
      }
      assertEquals(queued, network.meter(0, "uploads.queued"));
    }
  }
}
