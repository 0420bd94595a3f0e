package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.hash.TigerTree;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files whose parts are verified by the tree that a source has sent. */
class TreeTransferTest {

  private static final int SIZE = 2_000_000;
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

  private static Set<Urn> urns(byte[] content) {
    return Set.copyOf(Digests.of(content, List.of(Digests.SHA1, TigerTree.KIND)));
  }

  /** Two have the file; what a third says that it has is wrong in one place. */
  private static Town town(byte[] content, byte[] lie) {
    Town town = new Town(7).add(5, i -> USUAL);
    town.pass(5);
    town.share(0, "copper rain.ogg", content, urns(content));
    town.share(1, "copper rain.ogg", content, urns(content));
    town.share(2, "copper rain.ogg", lie, urns(content));
    return town;
  }

  @Test
  void aLieInOneBlockIsFoundAndTheOthersGoOn() throws IOException {
    byte[] content = content();
    byte[] lie = content.clone();
    for (int at = 1_000; at < SIZE; at += 100_000) {
      lie[at] ^= 1;
    }
    try (Town town = town(content, lie)) {
      Town.Found found = town.search(4, "copper rain", 20);
      assertEquals(3, found.hits.size());
      Path target = town.hosts.get(4).directory().resolve("fetched");
      Download download = town.fetch(4, found.hits, target);
      town.simulation.runUntil(
          () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(120));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertArrayEquals(content, Files.readAllBytes(target));
      assertTrue(
          download.detail().endsWith("SHA-1 verified, and all parts by the tree"),
          download.detail());
      long wrong = town.meter(4, "downloads.corrupt");
      assertTrue(wrong >= 1 && wrong <= 10, () -> wrong + " wrong parts");
      long trees = town.meter(0, "uploads.trees") + town.meter(1, "uploads.trees");
      assertEquals(1, trees, "the tree of those who have the file is asked for once");
      long sent = town.meter("uploads.bytes");
      assertTrue(sent < SIZE * 3 / 2, () -> sent + " bytes: what is right is kept");
    }
  }

  /** Its file is not what it was: it has no tree to send, and what it sends is found wrong. */
  @Test
  void aServentWhoseFileHasChangedSendsNoTree() throws IOException {
    byte[] content = content();
    try (Town town = new Town(8).add(3, i -> USUAL)) {
      town.pass(5);
      town.share(0, "copper rain.ogg", content, urns(content));
      Path shared = town.hosts.get(0).directory().resolve("copper rain.ogg");
      byte[] other = content.clone();
      other[SIZE - 1] ^= 1;
      Town.Found found = town.search(2, "copper rain", 20);
      Path target = town.hosts.get(2).directory().resolve("fetched");
      Files.write(shared, other);
      Download download = town.fetch(2, found.hits, target);
      town.simulation.runUntil(
          () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(120));
      assertEquals(Download.State.FAILED, download.state());
      assertEquals(1, town.meter("uploads.trees"));
    }
  }
}
