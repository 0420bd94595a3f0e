package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is kept over pauses and ends, simulated. */
class RestTest {

  private static final int BLOCK = 1 << 14;
  private static final byte[] CONTENT = Pool.content(3_000_000, 1);

  private static byte[] seeded(Pool pool, Pool.Peer seed) {
    byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), BLOCK);
    pool.await(seed.join(torrent));
    return torrent;
  }

  /** The pieces have one block each, so that no block that has come may come again. */
  @Test
  void aPauseKeepsWhatIsOnItsWayToTheDisk() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      long[] lost = {0};
      for (int i = 1; i <= 5; i++) {
        long least = i * 400_000L;
        assertTrue(
            pool.simulation.runUntil(
                () ->
                    download.bytesDone() > least
                        && leecher.meter("bytes.received") - download.bytesDone()
                            >= lost[0] + 2 * BLOCK,
                Pool.LONG));
        long received = leecher.meter("bytes.received") - lost[0];
        download.pause();
        pool.simulation.runFor(Duration.ofSeconds(5));
        assertEquals(Download.State.PAUSED, download.state());
        assertTrue(
            download.bytesDone() >= received - BLOCK,
            received + " had come, " + download.bytesDone() + " were kept");
        lost[0] = leecher.meter("bytes.received") - download.bytesDone();
        download.resume();
      }
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  @Test
  void aPauseWhileTheLastPieceGoesToTheDiskEnds() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      assertTrue(
          pool.simulation.runUntil(
              () -> leecher.meter("bytes.received") >= CONTENT.length, Pool.LONG));
      assertEquals(Download.State.TRANSFERRING, download.state());
      download.pause();
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(Download.State.PAUSED, download.state());
      download.resume();
      pool.await(download);
      assertEquals(Download.State.COMPLETE, download.state());
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  @Test
  void theDescriptionOfAMagnetLinkIsKept() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = Metainfo.of(seeded(pool, seed)).info().hash();
      pool.simulation.setModel(seed.host(), NetworkModel.DEFAULT.withBandwidth(300_000, 0));
      String magnet = "magnet:?xt=urn:btih:" + hash;
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download first = leecher.join(magnet + "&x.pe=" + seed.endpoint());
      assertTrue(pool.simulation.runUntil(() -> first.bytesDone() > 500_000, Pool.LONG));
      first.close();
      pool.simulation.runFor(Duration.ofSeconds(5));
      // Nobody is there to tell what the torrent is made of.
      Download second = leecher.join(magnet);
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(1, second.files().size());
      assertEquals(OptionalLong.of(CONTENT.length), second.bytesTotal());
      assertTrue(second.bytesDone() > 500_000);
      second.close();
      pool.simulation.runFor(Duration.ofSeconds(5));
      leecher.write(".local/state/peerwright/torrents/" + hash + ".info", Pool.content(5_000, 3));
      Download third = leecher.join(magnet);
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(List.of(), third.files(), "a description that is not the torrent's");
      third.close();
      pool.simulation.runFor(Duration.ofSeconds(5));
      pool.await(leecher.join(magnet + "&x.pe=" + seed.endpoint()));
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }
}
