package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a disk that fails does to everything but its torrent, simulated. */
class FrailDiskTest {

  private static final byte[] CONTENT = Pool.content(1 << 20, 1);

  private static byte[] seeded(Pool pool, Pool.Peer seed, String name, int piece) {
    byte[] torrent = Pool.describe(seed.write(name, CONTENT), piece);
    pool.await(seed.join(torrent));
    return torrent;
  }

  /** There is memory for one piece at a time. */
  @Test
  void theMemoryOfWhatCannotBeWrittenIsThereForOthers() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] one = seeded(pool, seed, "one", 1 << 20);
      byte[] two = seeded(pool, seed, "two", 1 << 20);
      FrailStorage.Disk disk = new FrailStorage.Disk();
      disk.full = "one";
      Pool.Peer leecher = disk.peer(pool, "leecher", Pool.frugal(seed.endpoint(), 8, 1 << 20));
      Download failing = leecher.join(one);
      assertTrue(pool.simulation.runUntil(() -> leecher.meter("bytes.received") > 0, Pool.LONG));
      Download waiting = leecher.join(two);
      assertTrue(
          pool.simulation.runUntil(
              () -> waiting.state() == Download.State.COMPLETE, Duration.ofSeconds(40)),
          () -> waiting.state() + " " + waiting.detail());
      assertEquals(Download.State.FAILED, failing.state());
      assertArrayEquals(CONTENT, leecher.read("two"));
    }
  }

  /** What takes all memory is of use to the others when it is complete. */
  @Test
  void whoWaitsForMemoryGoesOnAsSoonAsThereIsSome() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] one = seeded(pool, seed, "one", 1 << 20);
      byte[] two = seeded(pool, seed, "two", 1 << 20);
      Pool.Peer leecher = pool.peer("leecher", Pool.frugal(seed.endpoint(), 8, 1 << 20));
      Download first = leecher.join(one);
      assertTrue(pool.simulation.runUntil(() -> leecher.meter("bytes.received") > 0, Pool.LONG));
      Download second = leecher.join(two);
      assertTrue(
          pool.simulation.runUntil(
              () -> second.state() == Download.State.COMPLETE, Duration.ofSeconds(40)),
          () -> second.state() + " " + second.detail());
      assertEquals(Download.State.COMPLETE, first.state());
    }
  }

  /** Several pieces are on their way to the disk when it turns out that none can be noted. */
  @Test
  void aTorrentWhosePiecesCannotBeNotedEnds() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed, "one", 1 << 14);
      FrailStorage.Disk disk = new FrailStorage.Disk();
      BitTorrentConfig config = BitTorrentConfig.DEFAULT.withPeers(List.of(seed.endpoint()));
      Pool.Peer leecher = disk.peer(pool, "leecher", config);
      Download download = leecher.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() > 500_000, Pool.LONG));
      disk.notes = false;
      assertTrue(
          pool.simulation.runUntil(() -> download.state() == Download.State.FAILED, Pool.LONG));
      leecher.leave();
      assertEquals(disk.opened, disk.closed);
    }
  }

  /** A read goes on while the files are let go of for a check. */
  private static void recheckInTheMiddleOfARead(Pool pool, FrailStorage.Disk disk, Download of) {
    disk.reads = false;
    assertTrue(pool.simulation.runUntil(() -> disk.failures > 0, Pool.LONG));
    disk.reads = true;
    of.recheck();
  }

  @Test
  void aCheckInTheMiddleOfAnUploadDoesNoHarm() {
    try (Pool pool = new Pool()) {
      FrailStorage.Disk disk = new FrailStorage.Disk();
      Pool.Peer seed = disk.peer(pool, "seed", BitTorrentConfig.DEFAULT);
      byte[] torrent = Pool.describe(seed.write("one", CONTENT), 1 << 14);
      Download seeding = seed.join(torrent);
      pool.await(seeding);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() > 100_000, Pool.LONG));
      recheckInTheMiddleOfARead(pool, disk, seeding);
      pool.await(download);
      assertEquals(Download.State.COMPLETE, seeding.state());
    }
  }

  @Test
  void whoReadsInTheMiddleOfACheckWaitsForIt() {
    try (Pool pool = new Pool()) {
      FrailStorage.Disk disk = new FrailStorage.Disk();
      Pool.Peer seed = disk.peer(pool, "seed", BitTorrentConfig.DEFAULT);
      Download download = seed.join(Pool.describe(seed.write("one", CONTENT), 1 << 14));
      pool.await(download);
      ByteBuffer target = ByteBuffer.allocate(1000);
      CompletableFuture<Integer> read = download.read(5000, target).toCompletableFuture();
      recheckInTheMiddleOfARead(pool, disk, download);
      assertTrue(pool.simulation.runUntil(read::isDone, Pool.LONG));
      assertEquals(1000, read.join());
      assertArrayEquals(Arrays.copyOfRange(CONTENT, 5000, 6000), target.array());
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(Download.State.COMPLETE, download.state());
    }
  }

  @Test
  void aCheckThatCannotForgetWhatIsNotedSaysSo() {
    try (Pool pool = new Pool()) {
      FrailStorage.Disk disk = new FrailStorage.Disk();
      Pool.Peer seed = disk.peer(pool, "seed", BitTorrentConfig.DEFAULT);
      Download download = seed.join(Pool.describe(seed.write("one", CONTENT), 1 << 14));
      pool.await(download);
      disk.forgets = false;
      download.recheck();
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(Download.State.FAILED, download.state());
      assertTrue(
          download.detail().startsWith("cannot check the content: the disk is broken"),
          download.detail());
      assertEquals(disk.opened, disk.closed);
    }
  }
}
