package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.MemoryPeerStore;
import io.peerwright.overlay.bittorrent.tracker.PeerStore;
import io.peerwright.overlay.bittorrent.tracker.StoreLimits;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.overlay.bittorrent.tracker.TrackerServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that know nothing but a tracker, simulated. */
class SwarmByTrackerTest {

  private static final byte[] CONTENT = Pool.content(2_000_000, 9);
  private static final Endpoint TRACKER = Endpoint.parse("10.78.0.1:6969");

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void theyFindEachOtherThere(String scheme) throws Exception {
    try (Pool pool = new Pool()) {
      Host host = pool.simulation.newHost("tracker", TRACKER, null);
      StoreLimits limits = new StoreLimits(100, 100, 100, 100, 3000);
      PeerStore store = new MemoryPeerStore(host.loop(), limits, 200);
      new TrackerServer("tracker", host, TrackerConfig.DEFAULT, store).join();
      String url = scheme + "://" + TRACKER + "/announce";
      Pool.Peer seed = pool.peer("seed", List.of());
      TorrentMaker.Options options =
          new TorrentMaker.Options(1 << 15, List.of(List.of(url)), List.of(), "", false);
      byte[] torrent =
          TorrentMaker.make(seed.write("rain.bin", CONTENT), options, read -> {}).toBytes();
      Id20 hash = Id20.of(Metainfo.of(torrent).info().hash().bytes());
      pool.await(seed.join(torrent));
      List<Pool.Peer> leechers = new ArrayList<>();
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        leechers.add(pool.peer("leecher" + i, List.of()));
        downloads.add(leechers.get(i).join(torrent));
      }
      downloads.forEach(pool::await);
      leechers.forEach(each -> assertArrayEquals(CONTENT, each.read("rain.bin")));
      SwarmCounts all = new SwarmCounts(6, 0, 0, 5);
      assertTrue(pool.simulation.runUntil(() -> store.counts(hash).equals(all), Pool.LONG));
      leechers.forEach(Pool.Peer::leave);
      assertEquals(1, store.peers());
      seed.leave();
      assertEquals(0, store.peers());
    }
  }
}
