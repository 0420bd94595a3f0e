package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an application does with a download, simulated. */
class DownloadTest {

  private static final byte[] CONTENT = Pool.content(3_000_000, 1);

  private static byte[] seeded(Pool pool, Pool.Peer seed) {
    byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 16);
    pool.await(seed.join(torrent));
    return torrent;
  }

  private static void awaitBytes(Pool pool, Download download, long bytes) {
    assertTrue(
        pool.simulation.runUntil(() -> download.bytesDone() >= bytes, Pool.LONG),
        () -> "stuck: " + download.state() + ", " + download.detail());
  }

  @Test
  void pausesAndGoesOn() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      download.pause();
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(Download.State.PAUSED, download.state());
      assertEquals(0, download.bytesDone());
      download.resume();
      awaitBytes(pool, download, 500_000);
      download.pause();
      pool.simulation.runFor(Duration.ofSeconds(5));
      long here = download.bytesDone();
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(here, download.bytesDone());
      assertEquals(List.of(), download.peers());
      download.resume();
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  @Test
  void goesOnInAnotherLife() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download first = leecher.join(torrent);
      awaitBytes(pool, first, 1_000_000);
      first.close();
      assertEquals(Optional.of(Reason.CANCELLED), first.reason());
      pool.simulation.runFor(Duration.ofSeconds(5));
      long before = leecher.meter("bytes.received");
      Download second = leecher.join(torrent);
      pool.await(second);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      long after = leecher.meter("bytes.received") - before;
      assertTrue(after <= CONTENT.length - 1_000_000 + 65_536, "fetched " + after + " again");
    }
  }

  @Test
  void readsWhatIsNotHereYetBeforeTheRest() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      ByteBuffer target = ByteBuffer.allocate(1000);
      CompletableFuture<Integer> read = download.read(2_500_000, target).toCompletableFuture();
      assertTrue(pool.simulation.runUntil(read::isDone, Pool.LONG));
      assertEquals(1000, read.join());
      assertArrayEquals(Arrays.copyOfRange(CONTENT, 2_500_000, 2_501_000), target.array());
      assertTrue(download.bytesDone() < CONTENT.length / 2, "waited for " + download.bytesDone());
      CompletableFuture<Integer> end =
          download.read(CONTENT.length, ByteBuffer.allocate(1)).toCompletableFuture();
      assertTrue(pool.simulation.runUntil(end::isDone, Pool.LONG));
      assertEquals(-1, end.join());
    }
  }

  @Test
  void someOfTheFilesCanBeChosen() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      seed.write("album/a", CONTENT);
      seed.write("album/b", Pool.content(500_000, 2));
      seed.write("album/c", CONTENT);
      byte[] torrent = Pool.describe(seed.folder().resolve("album"), 1 << 16);
      pool.await(seed.join(torrent));
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download =
          leecher
              .swarm()
              .join(
                  Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), leecher.folder())
                      .wanting(name -> name.equals("b")),
                  changed -> {});
      pool.await(download);
      assertArrayEquals(seed.read("album/b"), leecher.read("album/b"));
      assertFalse(Files.exists(leecher.folder().resolve("album/a")));
      assertTrue(leecher.meter("bytes.received") < 700_000);
      assertEquals(3, download.files().size());
      assertEquals(
          Integer.toString(CONTENT.length), download.files().get(1).attributes().get("offset"));
    }
  }

  @Test
  void aFullDiskStopsTheTorrentAndSaysSo() {
    try (Pool pool = new Pool(InMemoryConfig.DEFAULT.withDiskBytes(4_000_000))) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      // In order, for a sparse file takes all its length where the last piece comes first.
      BitTorrentConfig inOrder =
          BitTorrentConfig.DEFAULT
              .withPeers(List.of(seed.endpoint()))
              .withStrategies(Strategy.Choking.TIT_FOR_TAT, Strategy.Order.SEQUENTIAL);
      Pool.Peer leecher = pool.peer("leecher", inOrder);
      leecher.write("fat", new byte[2_500_000]);
      Download download = leecher.join(torrent);
      CompletableFuture<?> done = download.done().toCompletableFuture();
      assertTrue(pool.simulation.runUntil(done::isDone, Pool.LONG));
      assertEquals(Download.State.FAILED, download.state());
      assertTrue(download.detail().startsWith("cannot write the content"), download.detail());
      assertThrows(Exception.class, done::join);
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(List.of(), leecher.overlay().neighbours());
      // Room again, and what was written counts.
      leecher.write("fat", new byte[0]);
      long before = leecher.meter("bytes.received");
      download.close();
      Download again = leecher.join(torrent);
      pool.await(again);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertTrue(leecher.meter("bytes.received") - before < CONTENT.length);
    }
  }

  @Test
  void aHitWithAnInfoHashCanBeFetched() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Endpoint at = seed.endpoint();
      Hit hit =
          new Hit(
              "bittorrent",
              "seed",
              "rain",
              OptionalLong.empty(),
              at,
              Set.of(Metainfo.of(torrent).info().hash().urn()),
              Map.of());
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Fetch fetch = leecher.overlay().as(Fetch.class).orElseThrow();
      Download download =
          fetch.fetch(List.of(hit), leecher.folder().resolve("mine/x.bin"), changed -> {});
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("mine/x.bin"));
      Hit foreign = new Hit("x", "p", "n", OptionalLong.of(1), null, Set.of(), Map.of());
      assertThrows(
          IllegalArgumentException.class,
          () -> fetch.fetch(List.of(foreign), leecher.folder().resolve("y"), changed -> {}));
    }
  }

  @Test
  void saysWhatIsWrongWithADescription() {
    try (Pool pool = new Pool()) {
      Pool.Peer peer = pool.peer("peer", List.of());
      assertThrows(IllegalArgumentException.class, () -> peer.join(new byte[] {1, 2}));
      assertThrows(IllegalArgumentException.class, () -> peer.join("magnet:?xt=urn:sha1:A"));
      byte[] torrent = seeded(pool, peer);
      String message =
          assertThrows(IllegalArgumentException.class, () -> peer.join(torrent)).getMessage();
      assertTrue(message.contains("joined already"), message);
    }
  }
}
