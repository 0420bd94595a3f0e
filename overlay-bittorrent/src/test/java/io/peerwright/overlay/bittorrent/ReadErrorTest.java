package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.rates.RateLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A disk that does not give some of what is on it while the rest is fetched, simulated. */
class ReadErrorTest {

  private static final int PIECE = 1 << 16;
  private static final byte[] A = Pool.content(4 * PIECE, 1);
  private static final byte[] B = Pool.content(4 * PIECE, 2);

  private static byte[] album(Pool.Peer peer) {
    peer.write("album/a", A);
    peer.write("album/b", B);
    return Pool.describe(peer.folder().resolve("album"), PIECE);
  }

  private static BitTorrentConfig knows(Pool.Peer seed) {
    return BitTorrentConfig.DEFAULT.withPeers(List.of(seed.endpoint()));
  }

  private static List<String> names(Pool.Peer peer) throws IOException {
    try (Stream<Path> files = Files.list(peer.folder().resolve("album"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void awaitDetail(Pool pool, Download download, String part) {
    assertTrue(
        pool.simulation.runUntil(() -> download.detail().contains(part), Duration.ofMinutes(1)),
        download::detail);
  }

  /** Two of four pieces of the user's file are on a broken place of the disk. */
  @Test
  void whatCannotBeReadAtTheStartWaitsAndTheOtherFileIsFetched() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = album(seed);
      pool.await(seed.join(torrent));
      FrailStorage.Disk disk = new FrailStorage.Disk();
      disk.broken = new long[] {PIECE, 3 * PIECE};
      Pool.Peer leecher = disk.peer(pool, "leecher", knows(seed));
      leecher.write("album/a", A);
      Download download = leecher.join(torrent);
      awaitDetail(pool, download, "6 of 8 pieces");
      assertTrue(
          download.detail().contains("cannot read 2 pieces, the disk is broken"),
          download.detail());
      assertArrayEquals(B, leecher.read("album/b"));
      assertEquals(4 * PIECE, leecher.meter("bytes.received"), "what waits is not fetched");
      disk.broken = new long[] {0, 0};
      pool.await(download);
      assertEquals(List.of("a", "b"), names(leecher));
      assertArrayEquals(A, leecher.read("album/a"));
      assertEquals(4 * PIECE, leecher.meter("bytes.received"));
    }
  }

  /** Somebody asks for what has come already, and it cannot be read from the disk. */
  @Test
  void whatCannotBeReadForOthersDoesNotEndADownload() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = album(seed);
      pool.await(seed.join(torrent));
      FrailStorage.Disk disk = new FrailStorage.Disk();
      disk.broken = new long[] {0, 4 * PIECE};
      Pool.Peer middle =
          disk.peer(pool, "middle", knows(seed).withLimits(new RateLimits(0, 0, 0, PIECE, 0, 0)));
      Download download = middle.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() >= 3 * PIECE, Pool.LONG));
      Pool.Peer last = pool.peer("last", List.of(middle.endpoint()));
      Download behind = last.join(torrent);
      awaitDetail(pool, download, "cannot read ");
      assertTrue(download.state() != Download.State.FAILED, download.detail());
      disk.broken = new long[] {0, 0};
      pool.await(download);
      pool.await(behind);
      assertArrayEquals(A, middle.read("album/a"));
      assertArrayEquals(B, last.read("album/b"));
    }
  }

  /** A piece of several chunks is read again when it is whole, as they came out of order. */
  @Test
  void whatCannotBeReadAgainToBeCheckedWaitsToo() throws Exception {
    try (Pool pool = new Pool()) {
      int piece = 2 << 20;
      byte[] content = Pool.content(piece, 3);
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = Pool.describe(maker.write("rain.bin", content), piece);
      Liar seed = LateBlocksTest.seed(pool, torrent, content, block -> block == 0);
      FrailStorage.Disk disk = new FrailStorage.Disk();
      disk.broken = new long[] {0, piece};
      Pool.Peer leecher =
          disk.peer(pool, "leecher", BitTorrentConfig.DEFAULT.withPeers(List.of(seed.endpoint)));
      Download download = leecher.join(torrent);
      awaitDetail(pool, download, "cannot read ");
      disk.broken = new long[] {0, 0};
      pool.await(download);
      assertTrue(Arrays.equals(content, leecher.read("rain.bin")));
    }
  }
}
