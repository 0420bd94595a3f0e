package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.nio.file.Path;
import java.time.Duration;
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
}
