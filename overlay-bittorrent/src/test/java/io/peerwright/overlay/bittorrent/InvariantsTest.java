package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tables of torrents agree while peers come, exchange pieces and go. Nothing else is asserted
 * here: what fails this was found by the invariants.
 */
class InvariantsTest {

  private static final int LEECHERS = 6;

  @Test
  void tablesAgreeWhilePeersExchangePieces() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", Pool.content(4_000_000, 1)), 1 << 16);
      pool.await(seed.join(torrent));
      List<Pool.Peer> leechers = new ArrayList<>();
      for (int i = 0; i < LEECHERS; i++) {
        Pool.Peer leecher = pool.peer("leecher" + i, List.of(seed.endpoint()));
        leecher.join(torrent);
        leechers.add(leecher);
        pool.simulation.runFor(Duration.ofMillis(300));
      }
      pool.simulation.runFor(Duration.ofSeconds(3));
      leechers.get(0).overlay().leave();
      pool.simulation.runFor(Duration.ofMinutes(3));
      List<Throwable> found =
          pool.errors.stream().filter(AssertionError.class::isInstance).toList();
      assertEquals(List.of(), found);
    }
  }
}
