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

  private static long secure(SimulatedServents network, int servent) {
    List<Neighbour> links = network.servents.get(servent).neighbours();
    return links.stream().filter(each -> each.figures().containsKey("tls")).count();
  }

  @Test
  void whoAsksForItGetsItAndTheOthersTalkAsBefore() throws Exception {
    try (SimulatedServents network = new SimulatedServents(5)) {
      network.add(1, i -> config(Tier.ULTRAPEER, TlsUse.ACCEPT));
      network.add(1, i -> config(Tier.LEAF, TlsUse.OFFER));
      network.add(1, i -> config(Tier.LEAF, TlsUse.ACCEPT));
      network.add(1, i -> config(Tier.LEAF, TlsUse.OFF));
      byte[] content = network.shareContent(1, "copper rain.ogg", 30_000);
      network.pass(20);
      assertEquals(1, secure(network, 0));
      assertEquals(1, secure(network, 1));
      assertEquals(0, secure(network, 2));
      SimulatedServents.Found found = network.search(2, "copper rain", 10);
      assertEquals(1, found.hits.size());
      Path target = network.hosts.get(2).directory().resolve("fetched");
      boolean[] done = new boolean[1];
      network.fetch(2, found.hits, target).done().thenRun(() -> done[0] = true);
      network.simulation.runUntil(() -> done[0], Duration.ofSeconds(30));
      assertArrayEquals(content, Files.readAllBytes(target));
    }
  }

  /** Over a link that is dialled, and over one that the other dials because of a push. */
  @Test
  void filesAreFetchedWithItWhereBothTakeIt() throws Exception {
    for (TlsUse use : TlsUse.values()) {
      SimulatedServents network = new SimulatedServents(7);
      network.add(2, i -> config(Tier.ULTRAPEER, use));
      network.add(1, i -> config(Tier.LEAF, TlsUse.OFFER));
      Nat router = network.simulation.newNat("router", NatModel.of("eim+apdf"), null);
      network.add(router.newHost("home", null, null), config(Tier.LEAF, TlsUse.OFFER));
      network.pass(10);
      try (network) {
        byte[] content = network.shareContent(0, "copper rain.ogg", 30_000);
        network.shareContent(3, "silver wind.ogg", 40_000);
        network.pass(20);
        SimulatedServents.Found dialled = network.search(2, "copper rain", 10);
        Path target = network.hosts.get(2).directory().resolve("fetched");
        fetch(network, 2, dialled.hits, target);
        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals(use.isTaken() ? 1 : 0, network.meter(2, "transfers.secure"), use.name());
        // Push proxies pass on no word of TLS.
        Hit pushed = PushTest.withoutProxies(network.search(0, "silver wind", 10).hits.get(0));
        fetch(network, 0, List.of(pushed), network.hosts.get(0).directory().resolve("pushed"));
        assertEquals(use.isTaken() ? 1 : 0, network.meter(3, "transfers.secure"), use.name());
      }
    }
  }

  private static void fetch(SimulatedServents network, int servent, List<Hit> hits, Path target) {
    assertEquals(1, hits.size());
    Download download = network.fetch(servent, hits, target);
    network.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(60));
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
  }

  @Test
  void whoIsKnownToTakeItIsDialledWithIt() {
    try (SimulatedServents network = new SimulatedServents(6)) {
      network.add(1, i -> config(Tier.ULTRAPEER, TlsUse.ACCEPT));
      // Hears of the first one by a pong of the second.
      network.add(1, i -> config(Tier.ULTRAPEER, TlsUse.ACCEPT));
      network.first(network.hosts.get(1).listenAddress().withPort(SimulatedServents.PORT));
      network.pass(5);
      network.add(1, i -> config(Tier.ULTRAPEER, TlsUse.OFFER));
      network.pass(60);
      assertEquals(2, secure(network, 2));
    }
  }
}
