package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Content that is on the disk already is checked, simulated. */
class RecheckTest {

  private static final int PIECE = 1 << 14;
  private static final byte[] CONTENT = Pool.content(200 * PIECE - 5_000, 3);

  /**
   * What is still missing of content that lies in short pieces, several of which are read at once.
   */
  private static long missing(byte[] here) {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), PIECE);
      pool.await(seed.join(torrent));
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      leecher.write("rain.bin", here);
      Download download = leecher.join(torrent);
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      return seed.meter("bytes.sent");
    }
  }

  private static long pieces(long bytes) {
    return (bytes + PIECE - 1) / PIECE;
  }

  @Test
  void onlyASpoiltPieceIsFetchedAgain() {
    byte[] here = CONTENT.clone();
    here[70 * PIECE + 9]++;
    assertEquals(1, pieces(missing(here)));
  }

  @Test
  void piecesBeforeTheEndOfAShortFileAreTaken() {
    assertEquals(100, pieces(missing(Arrays.copyOf(CONTENT, 100 * PIECE + 7))));
  }

  @Test
  void manyTorrentsAreCheckedByTurns() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      List<Download> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        all.add(seed.join(Pool.describe(seed.write("rain" + i, Pool.content(900_000, i)), PIECE)));
      }
      all.get(7).close();
      all.remove(7);
      all.forEach(pool::await);
      assertTrue(all.stream().allMatch(each -> each.bytesDone() == 900_000));
      assertArrayEquals(Pool.content(900_000, 7), seed.read("rain7"), "closed before its turn");
    }
  }

  /** Long enough for two batches, the second of which has not been looked at. */
  @Test
  void aCheckThatIsCutShortTakesNothingForMissing() throws IOException {
    try (Pool pool = new Pool()) {
      FrailStorage.Disk disk = new FrailStorage.Disk();
      Pool.Peer seed = disk.peer(pool, "seed", BitTorrentConfig.DEFAULT);
      byte[] a = Pool.content(32 << 20, 1);
      byte[] b = Pool.content(8 << 20, 2);
      seed.write("album/a", a);
      seed.write("album/b", b);
      byte[] torrent = Pool.describe(seed.folder().resolve("album"), 1 << 20);
      Download closed = seed.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> closed.detail().startsWith("checked "), Pool.LONG));
      closed.close();
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(List.of("a", "b"), names(seed.folder().resolve("album")));
      assertEquals(disk.opened, disk.closed);
      Download again = seed.join(torrent);
      disk.reads = false;
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertTrue(again.detail().contains("cannot read 40 pieces, the disk is"), again.detail());
      assertEquals(List.of("a", "b"), names(seed.folder().resolve("album")));
      disk.reads = true;
      pool.await(again);
      assertEquals(List.of("a", "b"), names(seed.folder().resolve("album")));
      assertEquals(a.length + b.length, again.bytesDone());
      assertArrayEquals(b, seed.read("album/b"));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
