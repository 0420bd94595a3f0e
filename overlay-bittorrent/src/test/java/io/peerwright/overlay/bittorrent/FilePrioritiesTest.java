package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Files that are wanted first, later or not at all, and checked again; simulated. */
class FilePrioritiesTest {

  private static final byte[] A = Pool.content(1_000_000, 1);
  private static final byte[] B = Pool.content(1_000_000, 2);
  private static final byte[] C = Pool.content(1_000_000, 3);

  private static final int LONG_PIECE = 1 << 20;

  private static byte[] seeded(Pool pool, Pool.Peer seed) {
    seed.write("album/a", A);
    seed.write("album/b", B);
    seed.write("album/c", C);
    byte[] torrent = Pool.describe(seed.folder().resolve("album"), 1 << 15);
    pool.await(seed.join(torrent));
    pool.simulation.setModel(seed.host(), NetworkModel.DEFAULT.withBandwidth(200_000, 0));
    return torrent;
  }

  /** What is done once is done: that it is complete again is to be seen by its state. */
  private static void awaitComplete(Pool pool, Download download) {
    assertTrue(
        pool.simulation.runUntil(() -> download.state() == Download.State.COMPLETE, Pool.LONG),
        () -> download.state() + " " + download.detail());
  }

  private static boolean has(Pool.Peer peer, String name) {
    return Files.exists(peer.folder().resolve(name));
  }

  @Test
  void theOneThatIsWantedMostComesFirst() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      // Before it is known what is here already.
      download.prioritise(name -> name.equals("c") ? 3 : name.equals("a") ? 2 : 1);
      assertTrue(pool.simulation.runUntil(() -> has(leecher, "album/c"), Pool.LONG));
      assertTrue(download.bytesDone() < 1_200_000, "done: " + download.bytesDone());
      assertTrue(pool.simulation.runUntil(() -> has(leecher, "album/a"), Pool.LONG));
      assertTrue(download.bytesDone() < 2_200_000, "done: " + download.bytesDone());
      pool.await(download);
      assertArrayEquals(B, leecher.read("album/b"));
      assertTrue(leecher.meter("bytes.wasted") < 100_000, "nothing is asked for twice for that");
    }
  }

  @Test
  void wishesMayChangeUnderWayAndAfterwards() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() > 200_000, Pool.LONG));
      download.prioritise(name -> name.equals("b") ? 1 : 0);
      pool.await(download);
      assertEquals(Download.State.COMPLETE, download.state());
      assertArrayEquals(B, leecher.read("album/b"));
      assertFalse(has(leecher, "album/a"));
      assertTrue(leecher.meter("bytes.received") < 1_600_000);
      download.prioritise(name -> 1);
      assertEquals(Download.State.CONNECTING, download.state());
      awaitComplete(pool, download);
      assertArrayEquals(A, leecher.read("album/a"));
      assertArrayEquals(C, leecher.read("album/c"));
      assertEquals(OptionalLong.of(3_000_000), download.bytesTotal());
    }
  }

  /** Two pieces of a and one of b, long ones of which few blocks are asked for at a time. */
  private static byte[] inLongPieces(Pool pool, Pool.Peer seed) {
    seed.write("album/a", Pool.content(2 * LONG_PIECE, 1));
    seed.write("album/b", Pool.content(LONG_PIECE, 2));
    byte[] torrent = Pool.describe(seed.folder().resolve("album"), LONG_PIECE);
    pool.await(seed.join(torrent));
    pool.simulation.setModel(seed.host(), NetworkModel.DEFAULT.withBandwidth(2_000_000, 0));
    return torrent;
  }

  @Test
  void whatIsHalfHereAndNotWantedAnyMoreHoldsNothingUp() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = inLongPieces(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", Pool.frugal(seed.endpoint(), 4, 16 << 20));
      Download download = leecher.join(torrent);
      download.prioritise(name -> name.equals("a") ? 2 : 1);
      assertTrue(
          pool.simulation.runUntil(
              () -> leecher.meter("bytes.received") > 2.5 * LONG_PIECE, Pool.LONG));
      assertEquals(2 * LONG_PIECE, download.bytesDone());
      download.prioritise(name -> name.equals("a") ? 1 : 0);
      pool.await(download);
      assertEquals(Download.State.COMPLETE, download.state());
      assertTrue(leecher.meter("bytes.received") < 2.6 * LONG_PIECE, "it is cancelled");
      download.prioritise(name -> 1);
      awaitComplete(pool, download);
      assertArrayEquals(seed.read("album/b"), leecher.read("album/b"));
    }
  }

  @Test
  void whatIsWholeAndNotWantedAnyMoreIsNotCountedAsTheLastPiece() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = inLongPieces(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", Pool.frugal(seed.endpoint(), 4, 16 << 20));
      Download download = leecher.join(torrent);
      download.prioritise(name -> name.equals("b") ? 2 : 1);
      assertTrue(
          pool.simulation.runUntil(() -> leecher.meter("bytes.received") > LONG_PIECE, Pool.LONG));
      assertEquals(0, download.bytesDone(), "on its way to the disk");
      download.prioritise(name -> name.equals("a") ? 1 : 0);
      pool.await(download);
      assertEquals(Download.State.COMPLETE, download.state());
      assertEquals(2 * LONG_PIECE, download.bytesDone());
      assertArrayEquals(seed.read("album/b"), leecher.read("album/b"), "it was here already");
    }
  }

  @Test
  void aCheckFindsWhatSomebodyHasSpoilt() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      pool.await(download);
      Path file = leecher.folder().resolve("album/b");
      byte[] spoilt = B.clone();
      spoilt[500_000] ^= 1;
      Files.write(file, spoilt);
      assertEquals(Download.State.COMPLETE, download.state());
      long before = leecher.meter("bytes.received");
      download.recheck();
      assertEquals(Download.State.VERIFYING, download.state());
      awaitComplete(pool, download);
      assertArrayEquals(B, leecher.read("album/b"));
      assertEquals(1 << 15, leecher.meter("bytes.received") - before, "one piece");
      // A paused one is paused again afterwards.
      download.pause();
      download.recheck();
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(Download.State.PAUSED, download.state());
      assertEquals(3_000_000, download.bytesDone());
      download.resume();
      awaitComplete(pool, download);
    }
  }
}
