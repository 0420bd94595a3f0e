package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.Nat;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Servents that a download hears of from its sources. */
class AlternatesTransferTest {

  private static final int SIZE = 5_000_000;
  private static final String NAME = "copper rain.ogg";
  private static final GnutellaConfig USUAL =
      GnutellaConfig.DEFAULT
          .withRole(Tier.ULTRAPEER)
          .withLinks(10, 10, 3)
          .withUploadRates(100_000, 0);

  private static byte[] content() {
    byte[] content = new byte[SIZE];
    new Random(3).nextBytes(content);
    return content;
  }

  private static Download fetch(SimulatedServents network, int servent, List<Hit> hits) {
    Path target = network.hosts.get(servent).directory().resolve("fetched");
    Download download = network.fetch(servent, hits, target);
    network.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(200));
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    return download;
  }

  /** The one hit of servent 0. */
  private static List<Hit> first(SimulatedServents network, List<Hit> hits) {
    return hits.stream()
        .filter(hit -> String.valueOf(hit.endpoint()).equals(at(network, 0)))
        .toList();
  }

  private static String at(SimulatedServents network, int servent) {
    return network.hosts.get(servent).listenAddress().withPort(SimulatedServents.PORT).toString();
  }

  /** What the first servent says of the file to another. */
  private static String told(SimulatedServents network, int servent) {
    String request = "HEAD /get/1/x HTTP/1.1\r\nHost: x\r\n\r\n";
    Endpoint to = network.hosts.get(0).listenAddress().withPort(SimulatedServents.PORT);
    Asker asker = new Asker(network.hosts.get(servent), to, request);
    network.pass(1);
    return asker.received().toString();
  }

  @Test
  void whoHasOneHitFindsTheOthersThroughIt() throws IOException {
    byte[] content = content();
    Set<Urn> urns = Set.copyOf(Digests.of(content, List.of(Digests.SHA1)));
    try (SimulatedServents network = new SimulatedServents(9).add(6, i -> USUAL)) {
      network.pass(5);
      for (int i = 0; i < 3; i++) {
        network.share(i, NAME, content, urns);
      }
      List<Hit> hits = network.search(4, "copper rain", 20).hits;
      assertEquals(3, hits.size());
      fetch(network, 4, hits);
      long before = network.meter(1, "uploads.bytes") + network.meter(2, "uploads.bytes");
      fetch(network, 5, first(network, hits));
      assertArrayEquals(
          content, Files.readAllBytes(network.hosts.get(5).directory().resolve("fetched")));
      long after = network.meter(1, "uploads.bytes") + network.meter(2, "uploads.bytes");
      assertTrue(after - before > SIZE / 3, () -> after - before + " bytes of the others");
      long all = network.meter("uploads.bytes");
      assertTrue(all < 2.2 * SIZE, () -> all + " bytes in all");
    }
  }

  /** One that has fetched from it names it to the other source, which names it to the next. */
  @Test
  void whoIsBehindAFirewallIsFoundThroughOthers() throws IOException {
    byte[] content = content();
    Set<Urn> urns = Set.copyOf(Digests.of(content, List.of(Digests.SHA1)));
    SimulatedServents network = new SimulatedServents(9).add(4, i -> USUAL);
    Nat router = network.simulation.newNat("router", NatModel.of("eim+apdf"), null);
    network.add(router.newHost("home", null, null), USUAL.withRole(Tier.LEAF));
    network.pass(10);
    try (network) {
      network.share(0, NAME, content, urns);
      network.share(4, NAME, content, urns);
      network.pass(20);
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      assertEquals(2, hits.size());
      fetch(network, 1, hits);
      long before = network.meter(4, "uploads.bytes");
      assertTrue(before > SIZE / 4, () -> before + " bytes over a push");
      assertTrue(!told(network, 3).contains("X-FAlt"), "it has not said that it understands them");
      fetch(network, 2, first(network, hits));
      long more = network.meter(4, "uploads.bytes") - before;
      assertTrue(more > SIZE / 4, () -> more + " bytes of the one that was named");
      assertArrayEquals(
          content, Files.readAllBytes(network.hosts.get(2).directory().resolve("fetched")));
    }
  }

  /** It was named and has gone: it costs one question, and those who ask later are not told. */
  @Test
  void whoHasTheFileNoMoreIsToldOfNoMore() {
    byte[] content = content();
    Set<Urn> urns = Set.copyOf(Digests.of(content, List.of(Digests.SHA1)));
    try (SimulatedServents network = new SimulatedServents(10).add(7, i -> USUAL)) {
      network.pass(5);
      network.share(0, NAME, content, urns);
      Path file = network.hosts.get(0).directory().resolve(NAME);
      SharedItem item = new SharedItem(file, NAME, SIZE, urns, Map.of());
      Handle share = network.servents.get(1).as(Sharing.class).orElseThrow().share(item);
      List<Hit> hits = network.search(3, "copper rain", 20).hits;
      assertEquals(2, hits.size());
      fetch(network, 3, hits);
      assertTrue(told(network, 6).contains("X-Alt: " + at(network, 1)));
      share.close();
      fetch(network, 4, first(network, hits));
      fetch(network, 5, first(network, hits));
      assertTrue(!told(network, 6).contains(at(network, 1)), "two have said that it is gone");
    }
  }
}
