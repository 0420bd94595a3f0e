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

  private static Download fetch(Town town, int servent, List<Hit> hits) {
    Path target = town.hosts.get(servent).directory().resolve("fetched");
    Download download = town.fetch(servent, hits, target);
    town.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(200));
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    return download;
  }

  /** The one hit of servent 0. */
  private static List<Hit> first(Town town, List<Hit> hits) {
    return hits.stream().filter(hit -> String.valueOf(hit.endpoint()).equals(at(town, 0))).toList();
  }

  private static String at(Town town, int servent) {
    return town.hosts.get(servent).listenAddress().withPort(Town.PORT).toString();
  }

  /** What the first servent says of the file to another. */
  private static String told(Town town, int servent) {
    String request = "HEAD /get/1/x HTTP/1.1\r\nHost: x\r\n\r\n";
    Endpoint to = town.hosts.get(0).listenAddress().withPort(Town.PORT);
    Asker asker = new Asker(town.hosts.get(servent), to, request);
    town.pass(1);
    return asker.received().toString();
  }

  @Test
  void whoHasOneHitFindsTheOthersThroughIt() throws IOException {
    byte[] content = content();
    Set<Urn> urns = Set.copyOf(Digests.of(content, List.of(Digests.SHA1)));
    try (Town town = new Town(9).add(6, i -> USUAL)) {
      town.pass(5);
      for (int i = 0; i < 3; i++) {
        town.share(i, NAME, content, urns);
      }
      List<Hit> hits = town.search(4, "copper rain", 20).hits;
      assertEquals(3, hits.size());
      fetch(town, 4, hits);
      long before = town.meter(1, "uploads.bytes") + town.meter(2, "uploads.bytes");
      fetch(town, 5, first(town, hits));
      assertArrayEquals(
          content, Files.readAllBytes(town.hosts.get(5).directory().resolve("fetched")));
      long after = town.meter(1, "uploads.bytes") + town.meter(2, "uploads.bytes");
      assertTrue(after - before > SIZE / 3, () -> after - before + " bytes of the others");
      long all = town.meter("uploads.bytes");
      assertTrue(all < 2.2 * SIZE, () -> all + " bytes in all");
    }
  }

  /** One that has fetched from it names it to the other source, which names it to the next. */
  @Test
  void whoIsBehindAFirewallIsFoundThroughOthers() throws IOException {
    byte[] content = content();
    Set<Urn> urns = Set.copyOf(Digests.of(content, List.of(Digests.SHA1)));
    Town town = new Town(9).add(4, i -> USUAL);
    Nat router = town.simulation.newNat("router", NatModel.of("eim+apdf"), null);
    town.add(router.newHost("home", null, null), USUAL.withRole(Tier.LEAF));
    town.pass(10);
    try (town) {
      town.share(0, NAME, content, urns);
      town.share(4, NAME, content, urns);
      town.pass(20);
      List<Hit> hits = town.search(1, "copper rain", 20).hits;
      assertEquals(2, hits.size());
      fetch(town, 1, hits);
      long before = town.meter(4, "uploads.bytes");
      assertTrue(before > SIZE / 4, () -> before + " bytes over a push");
      assertTrue(!told(town, 3).contains("X-FAlt"), "it has not said that it understands them");
      fetch(town, 2, first(town, hits));
      long more = town.meter(4, "uploads.bytes") - before;
      assertTrue(more > SIZE / 4, () -> more + " bytes of the one that was named");
      assertArrayEquals(
          content, Files.readAllBytes(town.hosts.get(2).directory().resolve("fetched")));
    }
  }

  /** It was named and has gone: it costs one question, and those who ask later are not told. */
  @Test
  void whoHasTheFileNoMoreIsToldOfNoMore() {
    byte[] content = content();
    Set<Urn> urns = Set.copyOf(Digests.of(content, List.of(Digests.SHA1)));
    try (Town town = new Town(10).add(7, i -> USUAL)) {
      town.pass(5);
      town.share(0, NAME, content, urns);
      Path file = town.hosts.get(0).directory().resolve(NAME);
      SharedItem item = new SharedItem(file, NAME, SIZE, urns, Map.of());
      Handle share = town.servents.get(1).as(Sharing.class).orElseThrow().share(item);
      List<Hit> hits = town.search(3, "copper rain", 20).hits;
      assertEquals(2, hits.size());
      fetch(town, 3, hits);
      assertTrue(told(town, 6).contains("X-Alt: " + at(town, 1)));
      share.close();
      fetch(town, 4, first(town, hits));
      fetch(town, 5, first(town, hits));
      assertTrue(!told(town, 6).contains(at(town, 1)), "two have said that it is gone");
    }
  }
}
