package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is over when a servent has left. */
class LeaveTest {

  @Test
  void aLeaveWaitsForTheFilesOfDownloads() {
    try (SimulatedServents network =
        new SimulatedServents(31).add(2, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER))) {
      network.pass(5);
      byte[] content = network.shareContent(0, "copper rain.ogg", 4_000_000);
      SimulatedServents.Found found = network.search(1, "copper rain", 30);
      Path target = network.hosts.get(1).directory().resolve("rain.ogg");
      Download download = network.fetch(1, found.hits, target);
      network.simulation.runUntil(() -> download.bytesDone() > 0, Duration.ofSeconds(30));
      assertTrue(download.bytesDone() < content.length);
      CompletableFuture<Void> left = network.servents.get(1).leave().toCompletableFuture();
      boolean[] overWhenLeft = new boolean[1];
      left.thenRun(() -> overWhenLeft[0] = download.done().toCompletableFuture().isDone());
      assertFalse(left.isDone());
      network.pass(5);
      assertTrue(left.isDone());
      assertTrue(overWhenLeft[0], "left while a file was open");
      assertEquals(Download.State.FAILED, download.state());
    }
  }

  /** Timers and sockets are counted: nothing is left to happen. */
  @Test
  void whoComesAndGoesAgainAndAgainLeavesNothingBehind() {
    GnutellaConfig ultrapeer = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER);
    try (SimulatedServents network = new SimulatedServents(32).add(2, i -> ultrapeer)) {
      network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF));
      network.pass(5);
      network.shareContent(0, "copper rain.ogg", 500_000);
      Overlay leaf = network.servents.get(2);
      for (int i = 0; i < 10; i++) {
        network.pass(3);
        SimulatedServents.Found found = network.search(2, "copper rain", 3);
        assertEquals(1, found.hits.size());
        network.fetch(2, found.hits, network.hosts.get(2).directory().resolve("rain" + i));
        leaf.as(Browse.class)
            .orElseThrow()
            .browse(found.hits.get(0).peer(), hit -> {}, reason -> {});
        network.simulation.runFor(Duration.ofMillis(20 * i));
        leaf.leave();
        network.pass(3);
        assertEquals(0, network.simulation.sockets(network.hosts.get(2)));
        leaf.join();
      }
      network.servents.forEach(Overlay::leave);
      assertTrue(network.simulation.runUntilIdle(Duration.ofMinutes(20)));
      for (int i = 0; i < 3; i++) {
        assertEquals(0, network.simulation.sockets(network.hosts.get(i)));
        for (String meter :
            List.of("hosts.now", "searches.now", "uploads.connections.now", "pushes.waiting.now")) {
          assertEquals(0, network.meter(i, meter), meter);
        }
      }
    }
  }
}
