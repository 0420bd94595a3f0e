package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Sources that hold the memory for what is under way, simulated. */
class MemoryShareTest {

  private static final int BLOCK = 1 << 14;
  private static final int PIECE = 4 << 20;
  private static final byte[] CONTENT = Pool.content(3 * PIECE, 1);
  private static final int MEMORY = 2 << 20;

  /** A seed that serves at once, but for some blocks of each piece, which it never sends. */
  private static Liar seed(Pool pool, String name, byte[] torrent, IntPredicate kept)
      throws Exception {
    return new Liar(
        pool,
        name,
        Metainfo.of(torrent).info().hash(),
        (self, message) -> {
          if (!message.hasRemaining()) {
            self.pretend();
          } else if (message.get() == MessageId.REQUEST) {
            int piece = message.getInt();
            int begin = message.getInt();
            int from = piece * PIECE + begin;
            if (!kept.test(from / BLOCK)) {
              byte[] block = Arrays.copyOfRange(CONTENT, from, from + message.getInt());
              byte[] place = ByteBuffer.allocate(8).putInt(piece).putInt(begin).array();
              self.say(MessageId.PIECE, place, block);
            }
          }
        });
  }

  private static byte[] describe(Pool pool) {
    Path file = pool.peer("maker", List.of()).write("rain.bin", CONTENT);
    return Pool.describe(file, PIECE);
  }

  private static void awaitSoon(Pool pool, Download download) {
    assertTrue(
        pool.simulation.runUntil(
            download.done().toCompletableFuture()::isDone, Duration.ofMinutes(3)),
        () -> "not over: " + download.detail());
  }

  /** One block of each chunk of a mebibyte: without a limit all of them would lie in memory. */
  @Test
  void whoKeepsABlockOfEverythingBackIsNotReliedOn() throws Exception {
    try (Pool pool = new Pool()) {
      byte[] torrent = describe(pool);
      Liar keeps = seed(pool, "keeps", torrent, block -> block % 64 == 5);
      Liar good = seed(pool, "good", torrent, block -> false);
      Pool.Peer leecher =
          pool.peer(
              "leecher",
              Pool.frugal(keeps.endpoint, 500, MEMORY).withPeers(List.of(keeps.endpoint)));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertTrue(download.bytesDone() == 0, "no piece is whole");
      good.connect(leecher.endpoint());
      awaitSoon(pool, download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  /** A chunk that lacks a block lies in memory: of no more is one source asked for any. */
  @Test
  void whoKeepsABlockOfEverythingBackHoldsHalfOfTheMemory() throws Exception {
    try (Pool pool = new Pool()) {
      byte[] torrent = describe(pool);
      Set<Integer> chunks = new TreeSet<>();
      IntPredicate kept =
          block -> {
            chunks.add(block / 64);
            return block % 64 == 5;
          };
      Liar keeps = seed(pool, "keeps", torrent, kept);
      int memory = 4 << 20;
      BitTorrentConfig config = Pool.frugal(keeps.endpoint, 500, memory);
      Download download = pool.peer("leecher", config).join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(20));
      assertEquals(0, download.bytesDone());
      assertEquals(memory / 2, chunks.size() << 20);
    }
  }

  /** Each has begun something, and sends some bytes of it now and then. */
  @Test
  void sourcesThatDripDoNotHoldUpAGoodOne() throws Exception {
    try (Pool pool = new Pool()) {
      byte[] torrent = describe(pool);
      Liar[] slow = new Liar[4];
      for (int i = 0; i < slow.length; i++) {
        slow[i] = seed(pool, "slow" + i, torrent, block -> false);
        pool.simulation.setModel(slow[i].host(), NetworkModel.DEFAULT.withBandwidth(300, 0));
      }
      Liar good = seed(pool, "good", torrent, block -> false);
      Pool.Peer leecher =
          pool.peer(
              "leecher",
              Pool.frugal(good.endpoint, 500, MEMORY)
                  .withPeers(Arrays.stream(slow).map(each -> each.endpoint).toList()));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(20));
      good.connect(leecher.endpoint());
      awaitSoon(pool, download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }
}
