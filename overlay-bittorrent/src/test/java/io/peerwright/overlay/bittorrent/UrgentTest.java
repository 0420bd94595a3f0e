package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What somebody waits for comes from whoever is quick, simulated. */
class UrgentTest {

  private static final byte[] CONTENT = Pool.content(20_000_000, 4);
  private static final byte[] ONE_PIECE = Pool.content(1 << 16, 5);
  private static final BitTorrentConfig IN_ORDER =
      BitTorrentConfig.DEFAULT.withStrategies(
          Strategy.Choking.TIT_FOR_TAT, Strategy.Order.SEQUENTIAL);

  @Test
  void aSlowPeerIsOvertaken() {
    try (Pool pool = new Pool()) {
      Pool.Peer slow = pool.peer("slow", List.of());
      byte[] torrent = Pool.describe(slow.write("rain.bin", CONTENT), 1 << 16);
      pool.await(slow.join(torrent));
      pool.simulation.setModel(slow.host(), NetworkModel.DEFAULT.withBandwidth(500, 0));
      Pool.Peer leecher = pool.peer("leecher", IN_ORDER.withPeers(List.of(slow.endpoint())));
      Download download = leecher.join(torrent);
      assertTrue(
          pool.simulation.runUntil(() -> leecher.meter("bytes.received") > 0, Pool.LONG),
          "the slow one has begun with the first piece");
      Pool.Peer fast = pool.peer("fast", List.of(leecher.endpoint()));
      fast.write("rain.bin", CONTENT);
      pool.simulation.setModel(fast.host(), NetworkModel.DEFAULT.withBandwidth(400_000, 0));
      pool.await(fast.join(torrent));
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() > 200_000, Pool.LONG));
      ByteBuffer target = ByteBuffer.allocate(1 << 16);
      CompletableFuture<Integer> read = download.read(0, target).toCompletableFuture();
      pool.simulation.runFor(Duration.ofSeconds(6));
      assertTrue(read.isDone(), "a block takes half a minute from the slow one");
      assertArrayEquals(Arrays.copyOf(CONTENT, 1 << 16), target.array());
      assertTrue(download.bytesDone() < CONTENT.length / 2, "there was enough else to ask for");
      long wasted = leecher.meter("bytes.wasted");
      assertTrue(wasted <= 3 << 14, () -> wasted + " bytes came twice");
    }
  }

  @Test
  void aPieceInTheMiddleIsLeftForTheOneThatIsWaitedFor() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 4 << 20);
      pool.await(seed.join(torrent));
      pool.simulation.setModel(seed.host(), NetworkModel.DEFAULT.withBandwidth(400_000, 0));
      Pool.Peer leecher = pool.peer("leecher", IN_ORDER.withPeers(List.of(seed.endpoint())));
      Download download = leecher.join(torrent);
      assertTrue(
          pool.simulation.runUntil(() -> leecher.meter("bytes.received") > 100_000, Pool.LONG));
      CompletableFuture<Integer> read =
          download.read(CONTENT.length - 1, ByteBuffer.allocate(1)).toCompletableFuture();
      assertTrue(pool.simulation.runUntil(read::isDone, Pool.LONG));
      // The last piece has 3.2 MB; the first one, which was begun, 4.2 MB.
      long received = leecher.meter("bytes.received");
      assertTrue(received < 5_000_000, () -> received + " bytes came before");
    }
  }

  /** One that answers nothing is asked for no more than it lets wait, however often it is heard. */
  @Test
  void whoOvertakesIsAskedForNoMoreThanItPutsUpWith() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer slow = pool.peer("slow", List.of());
      byte[] torrent = Pool.describe(slow.write("rain.bin", ONE_PIECE), 1 << 16);
      pool.await(slow.join(torrent));
      pool.simulation.setModel(slow.host(), NetworkModel.DEFAULT.withBandwidth(500, 0));
      Pool.Peer leecher = pool.peer("leecher", IN_ORDER.withPeers(List.of(slow.endpoint())));
      Download download = leecher.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> leecher.meter("bytes.received") > 0, Pool.LONG));
      download.read(0, ByteBuffer.allocate(1));
      pool.simulation.runFor(Duration.ofSeconds(10));
      int[] asked = {0};
      Liar liar = liar(pool, torrent, 2, asked);
      liar.connect(leecher.endpoint());
      assertTrue(pool.simulation.runUntil(() -> asked[0] > 0, Pool.LONG));
      for (int i = 0; i < 20; i++) {
        pool.simulation.runFor(Duration.ofMillis(50));
        // Not interested: nothing that matters, but heard.
        liar.say(3);
        assertTrue(asked[0] <= 2, () -> asked[0] + " requests wait");
      }
      assertEquals(2, asked[0]);
    }
  }

  /** A piece that a slow server was asked for: what is late is not looked for all the time. */
  @Test
  void blocksAreOvertakenFewAtATime() throws Exception {
    try (Pool pool = new Pool()) {
      byte[] content = Pool.content(1 << 20, 6);
      WebServer server = new WebServer(pool, "web", false);
      server.contents.put("/rain.bin", content);
      pool.simulation.setModel(server.host, NetworkModel.DEFAULT.withBandwidth(1000, 0));
      Pool.Peer maker = pool.peer("maker", List.of());
      Metainfo plain = Metainfo.of(Pool.describe(maker.write("rain.bin", content), content.length));
      byte[] torrent =
          new Metainfo(plain.info(), List.of(), List.of("http://web/rain.bin"), "", "").toBytes();
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download download = leecher.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> leecher.meter("bytes.received") > 0, Pool.LONG));
      download.read(0, ByteBuffer.allocate(1));
      int[] asked = {0};
      Liar liar = liar(pool, torrent, 250, asked);
      liar.connect(leecher.endpoint());
      assertTrue(pool.simulation.runUntil(() -> asked[0] > 0, Pool.LONG));
      for (int i = 0; i < 30; i++) {
        pool.simulation.runFor(Duration.ofMillis(10));
        liar.say(3);
      }
      assertTrue(asked[0] >= 8 && asked[0] <= 24, () -> asked[0] + " of 64 blocks in 300 ms");
    }
  }

  /** Counts what it is asked for, and gives nothing. */
  private static Liar liar(Pool pool, byte[] torrent, int queue, int[] asked) throws Exception {
    return new Liar(
        pool,
        "liar",
        Metainfo.of(torrent).info().hash(),
        (self, message) -> {
          if (!message.hasRemaining()) {
            BWriter out = new BWriter().dict().key("m").dict().end();
            self.say(20, new byte[] {0}, out.key("reqq").integer(queue).end().toBytes());
            self.pretend();
          } else if (message.get(0) == 6) {
            asked[0]++;
          } else if (message.get(0) == 8) {
            asked[0]--;
          }
        });
  }
}
