package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Sources that serve in another order than they are asked, simulated. */
class LateBlocksTest {

  private static final int BLOCK = 1 << 14;
  private static final int PIECE = 4 << 20;
  private static final byte[] CONTENT = Pool.content(3 * PIECE, 1);
  private static final int MEMORY = 32 << 20;
  private static final long LATE_NANOS = 10_000_000_000L;

  /** Reads some blocks more slowly than others, as one that reads with several threads does. */
  static Liar seed(Pool pool, byte[] torrent, byte[] content, IntPredicate late) throws Exception {
    int length = Metainfo.of(torrent).info().pieceLength();
    return new Liar(
        pool,
        "seed",
        Metainfo.of(torrent).info().hash(),
        (self, message) -> {
          if (!message.hasRemaining()) {
            self.pretend();
          } else if (message.get() == MessageId.REQUEST) {
            byte[] place = new byte[8];
            message.get(message.position(), place);
            int from = message.getInt() * length + message.getInt();
            byte[] block = Arrays.copyOfRange(content, from, from + message.getInt());
            if (late.test(from / BLOCK)) {
              self.host()
                  .loop()
                  .schedule(
                      LATE_NANOS,
                      (code, argument) -> {
                        if (self.closed == null) {
                          self.say(MessageId.PIECE, place, block);
                        }
                      },
                      0,
                      0);
            } else {
              self.say(MessageId.PIECE, place, block);
            }
          }
        });
  }

  private static byte[] describe(Pool pool) {
    Path file = pool.peer("maker", List.of()).write("rain.bin", CONTENT);
    return Pool.describe(file, PIECE);
  }

  /** Hundreds of blocks are passed over; all of them come. */
  @Test
  void whoServesInAnotherOrderIsNotCutOff() throws Exception {
    try (Pool pool = new Pool()) {
      byte[] torrent = describe(pool);
      Liar seed = seed(pool, torrent, CONTENT, block -> block % 3 == 0);
      Pool.Peer leecher = pool.peer("leecher", Pool.frugal(seed.endpoint, 500, MEMORY));
      Download download = leecher.join(torrent);
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertEquals(1, seed.connections);
      assertNull(seed.closed, "it is still connected");
    }
  }
}
