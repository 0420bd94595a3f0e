package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A seed that shows one piece at a time, and the next when it hears of the last (BEP 16). */
class SuperSeedTest {

  private static final int PIECE = 1 << 14;
  private static final byte[] CONTENT = Pool.content(20 * PIECE, 1);

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  @Test
  void whoShowsOnePieceAtATimeHearsOfEach() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      Path file = maker.write("rain.bin", CONTENT);
      byte[] torrent = Pool.describe(file, PIECE);
      int[] shown = {0};
      int[] doubled = {0};
      Liar seed =
          new Liar(
              pool,
              "seed",
              Metainfo.of(torrent).info().hash(),
              (self, message) -> {
                if (!message.hasRemaining()) {
                  self.say(MessageId.HAVE_NONE);
                  self.say(MessageId.UNCHOKE);
                  self.say(MessageId.HAVE, number(shown[0]));
                  return;
                }
                int id = message.get();
                if (id == MessageId.REQUEST) {
                  int piece = message.getInt();
                  byte[] block = Arrays.copyOfRange(CONTENT, piece * PIECE, (piece + 1) * PIECE);
                  self.say(MessageId.PIECE, number(piece), number(message.getInt()), block);
                } else if (id == MessageId.HAVE) {
                  int piece = message.getInt();
                  doubled[0] += piece == shown[0] ? 0 : 1;
                  shown[0]++;
                  if (shown[0] < 20) {
                    self.say(MessageId.HAVE, number(shown[0]));
                  }
                }
              });
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint));
      Download download = leecher.join(torrent);
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertEquals(0, doubled[0], "told of each piece once, in the order in which they came");
    }
  }
}
