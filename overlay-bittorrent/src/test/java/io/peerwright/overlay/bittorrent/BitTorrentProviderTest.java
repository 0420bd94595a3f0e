package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.bittorrent.choking.ProportionalShare;
import io.peerwright.overlay.bittorrent.choking.SurplusCap;
import io.peerwright.overlay.bittorrent.choking.TitForTat;
import io.peerwright.overlay.bittorrent.choking.UnchokeAll;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.rates.RateLimits;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BitTorrentProviderTest {

  @Test
  void isFound() {
    ServiceLoader<?> loader = ServiceLoader.load(OverlayProvider.class);
    assertTrue(loader.stream().anyMatch(found -> found.type() == BitTorrentProvider.class));
  }

  @Test
  void explainsEveryComponent() {
    BitTorrentProvider provider = new BitTorrentProvider();
    for (RecordComponent component : provider.configType().getRecordComponents()) {
      assertFalse(provider.explain(component.getName()).isEmpty(), component.getName());
    }
    for (RecordComponent component : RateLimits.class.getRecordComponents()) {
      String name = "limits." + component.getName();
      assertFalse(provider.explain(name).isEmpty(), name);
    }
    assertEquals("", provider.explain("nothing"));
  }

  @Test
  void aConfigurationNamesTheStrategies() {
    Map<Strategy.Choking, Class<?>> chokers =
        Map.of(
            Strategy.Choking.TIT_FOR_TAT, TitForTat.class,
            Strategy.Choking.UNCHOKE_ALL, UnchokeAll.class,
            Strategy.Choking.PROPORTIONAL_SHARE, ProportionalShare.class,
            Strategy.Choking.SURPLUS_CAP, SurplusCap.class);
    for (Strategy.Choking each : Strategy.Choking.values()) {
      BitTorrentConfig config =
          BitTorrentConfig.DEFAULT.withStrategies(each, Strategy.Order.RANDOM);
      assertEquals(chokers.get(each), BitTorrentParts.of(config).choker().getClass());
    }
    assertEquals(RateLimiter.NONE, BitTorrentParts.of(BitTorrentConfig.DEFAULT).limiter());
    RateLimits limits = new RateLimits(1, 2, 3, 4, 5, 6);
    assertEquals(limits, BitTorrentParts.of(BitTorrentConfig.DEFAULT.withLimits(limits)).limiter());
  }

  /** The seed serves by each of the strategies, and so do all who have got something. */
  @ParameterizedTest
  @EnumSource(Strategy.Choking.class)
  void aSwarmIsServedByEachStrategy(Strategy.Choking choking) {
    byte[] content = Pool.content(2_000_000, 5);
    try (Pool pool = new Pool()) {
      BitTorrentConfig config =
          BitTorrentConfig.DEFAULT.withStrategies(choking, Strategy.Order.RAREST_FIRST);
      Pool.Peer seed = pool.peer("seed", config);
      byte[] torrent = Pool.describe(seed.write("rain.bin", content), 1 << 15);
      pool.await(seed.join(torrent));
      List<Pool.Peer> leechers = new ArrayList<>();
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        leechers.add(pool.peer("leecher" + i, config.withPeers(List.of(seed.endpoint()))));
        downloads.add(leechers.get(i).join(torrent));
      }
      downloads.forEach(pool::await);
      leechers.forEach(each -> assertArrayEquals(content, each.read("rain.bin")));
    }
  }

  /** BEP 53: {@code so=} in a link. */
  @Test
  void aLinkSaysWhichFilesAreWanted() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      seed.write("album/a", Pool.content(300_000, 1));
      seed.write("album/b", Pool.content(300_000, 2));
      seed.write("album/c", Pool.content(300_000, 3));
      byte[] torrent = Pool.describe(seed.folder().resolve("album"), 1 << 15);
      pool.await(seed.join(torrent));
      InfoHash hash = Metainfo.of(torrent).info().hash();
      Pool.Peer leecher = pool.peer("leecher", List.of());
      pool.await(leecher.join("magnet:?xt=urn:btih:" + hash + "&so=1&x.pe=" + seed.endpoint()));
      assertArrayEquals(Pool.content(300_000, 2), leecher.read("album/b"));
      assertTrue(leecher.meter("bytes.received") < 400_000);
    }
  }

  @Test
  void aLinkThatWantsAFileThatThereIsNotIsRefusedWithTheRange() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      seed.write("album/a", Pool.content(300_000, 1));
      seed.write("album/b", Pool.content(300_000, 2));
      byte[] torrent = Pool.describe(seed.folder().resolve("album"), 1 << 15);
      pool.await(seed.join(torrent));
      InfoHash hash = Metainfo.of(torrent).info().hash();
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download download =
          leecher.join("magnet:?xt=urn:btih:" + hash + "&so=0,2&x.pe=" + seed.endpoint());
      assertTrue(
          pool.simulation.runUntil(() -> download.state() == Download.State.FAILED, Pool.LONG));
      assertTrue(
          download
              .detail()
              .startsWith("so= in the link chooses file 2, but the torrent has the files 0 to 1"),
          download.detail());
    }
  }
}
