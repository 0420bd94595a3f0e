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
    try (Town town = new Town(31).add(2, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER))) {
      town.pass(5);
      byte[] content = town.shareContent(0, "copper rain.ogg", 4_000_000);
      Town.Found found = town.search(1, "copper rain", 30);
      Path target = town.hosts.get(1).directory().resolve("rain.ogg");
      Download download = town.fetch(1, found.hits, target);
      town.simulation.runUntil(() -> download.bytesDone() > 0, Duration.ofSeconds(30));
      assertTrue(download.bytesDone() < content.length);
      CompletableFuture<Void> left = town.servents.get(1).leave().toCompletableFuture();
      boolean[] overWhenLeft = new boolean[1];
      left.thenRun(() -> overWhenLeft[0] = download.done().toCompletableFuture().isDone());
      assertFalse(left.isDone());
      town.pass(5);
      assertTrue(left.isDone());
      assertTrue(overWhenLeft[0], "left while a file was open");
      assertEquals(Download.State.FAILED, download.state());
    }
  }

  /** Timers and sockets are counted: nothing is left to happen. */
  @Test
  void whoComesAndGoesAgainAndAgainLeavesNothingBehind() {
    GnutellaConfig ultrapeer = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER);
    try (Town town = new Town(32).add(2, i -> ultrapeer)) {
      town.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF));
      town.pass(5);
      town.shareContent(0, "copper rain.ogg", 500_000);
      Overlay leaf = town.servents.get(2);
      for (int i = 0; i < 10; i++) {
        town.pass(3);
        Town.Found found = town.search(2, "copper rain", 3);
        assertEquals(1, found.hits.size());
        town.fetch(2, found.hits, town.hosts.get(2).directory().resolve("rain" + i));
        leaf.as(Browse.class)
            .orElseThrow()
            .browse(found.hits.get(0).peer(), hit -> {}, reason -> {});
        town.simulation.runFor(Duration.ofMillis(20 * i));
        leaf.leave();
        town.pass(3);
        assertEquals(0, town.simulation.sockets(town.hosts.get(2)));
        leaf.join();
      }
      town.servents.forEach(Overlay::leave);
      assertTrue(town.simulation.runUntilIdle(Duration.ofMinutes(20)));
      for (int i = 0; i < 3; i++) {
        assertEquals(0, town.simulation.sockets(town.hosts.get(i)));
        for (String meter :
            List.of("hosts.now", "searches.now", "uploads.connections.now", "pushes.waiting.now")) {
          assertEquals(0, town.meter(i, meter), meter);
        }
      }
    }
  }
}
