package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferTest {

  @Test
  void aFileIsSharedFoundAndFetched() throws IOException {
    try (Town town = new Town(InMemoryConfig.DEFAULT.withPoison())) {
      byte[] content = Town.content(1_500_000, 1);
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      sharer.share("Alder Fox/Copper Rain.mp3", content);
      town.settle();

      List<Hit> hits = loader.search("copper rain");
      assertEquals(1, hits.size());
      assertEquals("Alder Fox/Copper Rain.mp3", hits.get(0).name());
      assertEquals("sharer", hits.get(0).peer());

      Download download = loader.fetch(hits, "Copper Rain.mp3");
      assertTrue(
          town.simulation.runUntil(download.done().toCompletableFuture()::isDone, Town.LONG));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertArrayEquals(content, Files.readAllBytes(loader.target("Copper Rain.mp3")));
    }
  }
}
