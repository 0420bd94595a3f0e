package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.rates.RateLimits;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast content may come and go, simulated on a network that would be much faster. */
class RateLimitTest {

  private static final byte[] CONTENT = Pool.content(3_000_000, 1);
  private static final int RATE = 100_000;

  /** Links of a few milliseconds, over which a peer gets some megabytes in a second. */
  private static Pool near() {
    NetworkModel model = NetworkModel.DEFAULT.withLatencyMicros(1000, 5000);
    return new Pool(InMemoryConfig.DEFAULT.withPoison().withNetwork(model));
  }

  private static BitTorrentConfig with(RateLimits limits, Pool.Peer... known) {
    return BitTorrentConfig.DEFAULT
        .withPeers(List.of(known).stream().map(Pool.Peer::endpoint).toList())
        .withLimits(limits);
  }

  private static byte[] seeded(Pool pool, Pool.Peer seed) {
    byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 16);
    pool.await(seed.join(torrent));
    return torrent;
  }

  private static double seconds(Pool pool, Pool.Peer peer, Download download) {
    long start = peer.host().loop().nanoTime();
    pool.await(download);
    return (peer.host().loop().nanoTime() - start) / 1e9;
  }

  private static void assertNear(double expected, double found) {
    assertTrue(
        found > 0.93 * expected && found < 1.15 * expected,
        "should take " + expected + " s, takes " + found);
  }

  @ParameterizedTest
  @CsvSource({"100000,0,0", "0,100000,0", "0,0,100000", "100000,150000,120000"})
  void aSeedGivesNoFasterThanItMay(long all, long torrents, long peers) {
    try (Pool pool = near()) {
      Pool.Peer seed = pool.peer("seed", with(new RateLimits(all, 0, torrents, 0, peers, 0)));
      byte[] torrent = seeded(pool, seed);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      assertNear(CONTENT.length / RATE, seconds(pool, leecher, leecher.join(torrent)));
    }
  }

  @ParameterizedTest
  @CsvSource({"100000,0,0", "0,100000,0", "0,0,50000", "100000,150000,70000"})
  void aLeecherTakesNoFasterThanItMay(long all, long torrents, long peers) {
    try (Pool pool = near()) {
      Pool.Peer one = pool.peer("one", List.of());
      Pool.Peer two = pool.peer("two", List.of());
      byte[] torrent = seeded(pool, one);
      seeded(pool, two);
      Pool.Peer leecher =
          pool.peer("leecher", with(new RateLimits(0, all, 0, torrents, 0, peers), one, two));
      assertNear(CONTENT.length / RATE, seconds(pool, leecher, leecher.join(torrent)));
    }
  }

  @Test
  void aLimitIsSharedFairly() {
    try (Pool pool = near()) {
      Pool.Peer seed = pool.peer("seed", with(new RateLimits(RATE, 0, 0, 0, 0, 0)));
      byte[] torrent = seeded(pool, seed);
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        // They know nobody else and tell nobody of each other.
        Pool.Peer leecher = pool.peer("leecher" + i, List.of(seed.endpoint()));
        downloads.add(leecher.join(torrent));
      }
      pool.simulation.runFor(Duration.ofSeconds(30));
      long sent = seed.meter("bytes.sent");
      assertNear(30L * RATE, sent);
      long each = seed.overlay().neighbours().size();
      assertEquals(3, each);
      seed.overlay()
          .neighbours()
          .forEach(
              peer -> {
                long got = Long.parseLong(peer.figures().get("bytes.sent"));
                assertTrue(got > sent / 5, () -> got + " of " + sent);
              });
    }
  }

  @Test
  void allSeedsGetTheirShareOfALimit() {
    try (Pool pool = near()) {
      List<Pool.Peer> seeds = new ArrayList<>();
      byte[] torrent = {};
      for (int i = 0; i < 3; i++) {
        seeds.add(pool.peer("seed" + i, List.of()));
        torrent = seeded(pool, seeds.get(i));
      }
      RateLimits limits = new RateLimits(0, 50_000, 0, 0, 0, 0);
      Pool.Peer leecher = pool.peer("leecher", with(limits, seeds.toArray(Pool.Peer[]::new)));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(30));
      long came = download.bytesDone();
      for (Pool.Peer seed : seeds) {
        long sent = seed.meter("bytes.sent");
        assertTrue(sent > came / 5, () -> sent + " of " + came);
      }
    }
  }

  @Test
  void aLimiterOfTheApplicationIsAskedAgainAndAgain() {
    try (Pool pool = near()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      long[] rate = {20_000};
      Set<String> asked = new LinkedHashSet<>();
      RateLimiter limiter =
          about -> {
            asked.add(about.torrent() == null ? "all" : about.peer() == null ? "one" : "peer");
            boolean counts = about.direction() == Direction.DOWN && about.torrent() == null;
            return counts ? rate[0] : RateLimiter.UNLIMITED;
          };
      BitTorrentConfig config = BitTorrentConfig.DEFAULT.withPeers(List.of(seed.endpoint()));
      Pool.Peer leecher =
          pool.peer("leecher", config, BitTorrentParts.of(config).withLimiter(limiter));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(20));
      assertTrue(download.bytesDone() < 500_000, "came: " + download.bytesDone());
      rate[0] = RateLimiter.UNLIMITED;
      double rest = seconds(pool, leecher, download);
      assertTrue(rest < 5, () -> "took " + rest + " s without a limit");
      assertEquals(Set.of("all", "one", "peer"), asked);
    }
  }

  @Test
  void aLimitThatAlwaysChangesIsKeptToo() {
    try (Pool pool = near()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      RateLimiter limiter =
          about ->
              about.direction() == Direction.DOWN && about.torrent() == null
                  ? 5000 + about.wallMillis() / 100 % 7
                  : RateLimiter.UNLIMITED;
      BitTorrentConfig config = BitTorrentConfig.DEFAULT.withPeers(List.of(seed.endpoint()));
      Pool.Peer leecher =
          pool.peer("leecher", config, BitTorrentParts.of(config).withLimiter(limiter));
      leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(100));
      assertNear(500_000, leecher.meter("bytes.received"));
    }
  }

  @Test
  void limitsBelowNothingAreRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new RateLimits(0, 0, -1, 0, 0, 0))
            .getMessage();
    assertTrue(message.contains("torrentUp must be within 0..8000000000"), message);
  }
}
