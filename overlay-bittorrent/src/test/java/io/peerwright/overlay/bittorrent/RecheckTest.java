package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    }
  }
}
