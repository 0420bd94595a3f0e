package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.transport.inmemory.NetworkModel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What somebody waits for comes from whoever is quick, simulated. */
class UrgentTest {

  private static final byte[] CONTENT = Pool.content(20_000_000, 4);
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
}
