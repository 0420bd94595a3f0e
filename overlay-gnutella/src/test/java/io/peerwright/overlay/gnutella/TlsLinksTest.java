package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.transport.inmemory.Nat;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TLS among simulated servents. */
class TlsLinksTest {

  private static GnutellaConfig config(Tier role, TlsUse use) {
    return GnutellaConfig.DEFAULT.withRole(role).withTls(use);
  }

  private static long secure(Town town, int servent) {
    List<Neighbour> links = town.servents.get(servent).neighbours();
    return links.stream().filter(each -> each.figures().containsKey("tls")).count();
  }

  @Test
  void whoAsksForItGetsItAndTheOthersTalkAsBefore() throws Exception {
    try (Town town = new Town(5)) {
      town.add(1, i -> config(Tier.ULTRAPEER, TlsUse.ACCEPT));
      town.add(1, i -> config(Tier.LEAF, TlsUse.OFFER));
      town.add(1, i -> config(Tier.LEAF, TlsUse.ACCEPT));
      town.add(1, i -> config(Tier.LEAF, TlsUse.OFF));
      byte[] content = town.shareContent(1, "copper rain.ogg", 30_000);
      town.pass(20);
      assertEquals(1, secure(town, 0));
      assertEquals(1, secure(town, 1));
      assertEquals(0, secure(town, 2));
      Town.Found found = town.search(2, "copper rain", 10);
      assertEquals(1, found.hits.size());
      Path target = town.hosts.get(2).directory().resolve("fetched");
      boolean[] done = new boolean[1];
      town.fetch(2, found.hits, target).done().thenRun(() -> done[0] = true);
      town.simulation.runUntil(() -> done[0], Duration.ofSeconds(30));
      assertArrayEquals(content, Files.readAllBytes(target));
    }
  }

  /** Over a link that is dialled, and over one that the other dials because of a push. */
  @Test
  void filesAreFetchedWithItWhereBothTakeIt() throws Exception {
    for (TlsUse use : TlsUse.values()) {
      Town town = new Town(7);
      town.add(2, i -> config(Tier.ULTRAPEER, use));
      town.add(1, i -> config(Tier.LEAF, TlsUse.OFFER));
      Nat router = town.simulation.newNat("router", NatModel.of("eim+apdf"), null);
      town.add(router.newHost("home", null, null), config(Tier.LEAF, TlsUse.OFFER));
      town.pass(10);
      try (town) {
        byte[] content = town.shareContent(0, "copper rain.ogg", 30_000);
        town.shareContent(3, "silver wind.ogg", 40_000);
        town.pass(20);
        Town.Found dialled = town.search(2, "copper rain", 10);
        Path target = town.hosts.get(2).directory().resolve("fetched");
        fetch(town, 2, dialled.hits, target);
        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals(use.isTaken() ? 1 : 0, town.meter(2, "transfers.secure"), use.name());
        // Push proxies pass on no word of TLS.
        Hit pushed = PushTest.withoutProxies(town.search(0, "silver wind", 10).hits.get(0));
        fetch(town, 0, List.of(pushed), town.hosts.get(0).directory().resolve("pushed"));
        assertEquals(use.isTaken() ? 1 : 0, town.meter(3, "transfers.secure"), use.name());
      }
    }
  }

  private static void fetch(Town town, int servent, List<Hit> hits, Path target) {
    assertEquals(1, hits.size());
    Download download = town.fetch(servent, hits, target);
    town.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(60));
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
  }

  @Test
  void whoIsKnownToTakeItIsDialledWithIt() {
    try (Town town = new Town(6)) {
      town.add(1, i -> config(Tier.ULTRAPEER, TlsUse.ACCEPT));
      // Hears of the first one by a pong of the second.
      town.add(1, i -> config(Tier.ULTRAPEER, TlsUse.ACCEPT));
      town.first(town.hosts.get(1).listenAddress().withPort(Town.PORT));
      town.pass(5);
      town.add(1, i -> config(Tier.ULTRAPEER, TlsUse.OFFER));
      town.pass(60);
      assertEquals(2, secure(town, 2));
    }
  }
}
