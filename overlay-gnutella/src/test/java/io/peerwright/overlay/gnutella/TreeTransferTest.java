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
  private static SimulatedServents network(byte[] content, byte[] lie) {
    SimulatedServents network = new SimulatedServents(7).add(5, i -> USUAL);
    network.pass(5);
    network.share(0, "copper rain.ogg", content, urns(content));
    network.share(1, "copper rain.ogg", content, urns(content));
    network.share(2, "copper rain.ogg", lie, urns(content));
    return network;
  }

  @Test
  void aLieInOneBlockIsFoundAndTheOthersGoOn() throws IOException {
    byte[] content = content();
    byte[] lie = content.clone();
    for (int at = 1_000; at < SIZE; at += 100_000) {
      lie[at] ^= 1;
    }
    try (SimulatedServents network = network(content, lie)) {
      SimulatedServents.Found found = network.search(4, "copper rain", 20);
      assertEquals(3, found.hits.size());
      Path target = network.hosts.get(4).directory().resolve("fetched");
      Download download = network.fetch(4, found.hits, target);
      network.simulation.runUntil(
          () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(120));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertArrayEquals(content, Files.readAllBytes(target));
      assertTrue(
          download.detail().endsWith("SHA-1 verified, and all parts by the tree"),
          download.detail());
      long wrong = network.meter(4, "downloads.corrupt");
      assertTrue(wrong >= 1 && wrong <= 10, () -> wrong + " wrong parts");
      long trees = network.meter(0, "uploads.trees") + network.meter(1, "uploads.trees");
      assertEquals(1, trees, "the tree of those who have the file is asked for once");
      long sent = network.meter("uploads.bytes");
      assertTrue(sent < SIZE * 3 / 2, () -> sent + " bytes: what is right is kept");
    }
  }

  /** Its file is not what it was: it has no tree to send, and what it sends is found wrong. */
  @Test
  void aServentWhoseFileHasChangedSendsNoTree() throws IOException {
    byte[] content = content();
    try (SimulatedServents network = new SimulatedServents(8).add(3, i -> USUAL)) {
      network.pass(5);
      network.share(0, "copper rain.ogg", content, urns(content));
      Path shared = network.hosts.get(0).directory().resolve("copper rain.ogg");
      byte[] other = content.clone();
      other[SIZE - 1] ^= 1;
      SimulatedServents.Found found = network.search(2, "copper rain", 20);
      Path target = network.hosts.get(2).directory().resolve("fetched");
      Files.write(shared, other);
      Download download = network.fetch(2, found.hits, target);
      network.simulation.runUntil(
          () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(120));
      assertEquals(Download.State.FAILED, download.state());
      assertEquals(1, network.meter("uploads.trees"));
    }
  }
}
