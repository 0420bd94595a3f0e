package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Peers among themselves, simulated. */
class SwarmTest {

  private static final byte[] CONTENT = Pool.content(3_000_000, 1);

  @Test
  void aLeecherGetsAllFromASeed() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 16);
      Download seeding = seed.join(torrent);
      pool.await(seeding);
      assertEquals(Download.State.COMPLETE, seeding.state());
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertEquals(CONTENT.length, leecher.meter("bytes.received"));
      assertEquals(0, leecher.meter("bytes.wasted"));
      leecher.leave();
      seed.leave();
    }
  }

  @Test
  void severalFilesAndLongPiecesAreTheSame() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      seed.write("album/a/1", Pool.content(1, 2));
      seed.write("album/a/2", Pool.content(5_000_000, 3));
      seed.write("album/b", Pool.content(4_100_000, 4));
      seed.write("album/empty", new byte[0]);
      byte[] torrent = Pool.describe(seed.folder().resolve("album"), 1 << 22);
      pool.await(seed.join(torrent));
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      pool.await(leecher.join(torrent));
      for (String name : List.of("album/a/1", "album/a/2", "album/b", "album/empty")) {
        assertArrayEquals(seed.read(name), leecher.read(name), name);
      }
    }
  }

  @Test
  void manyShareWhatOneHas() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 15);
      pool.await(seed.join(torrent));
      List<Pool.Peer> leechers = new ArrayList<>();
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Pool.Peer leecher = pool.peer("leecher" + i, List.of(seed.endpoint()));
        leechers.add(leecher);
        downloads.add(leecher.join(torrent));
      }
      downloads.forEach(pool::await);
      leechers.forEach(leecher -> assertArrayEquals(CONTENT, leecher.read("rain.bin")));
    }
  }

  @Test
  void aMagnetLinkIsEnough() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 14);
      pool.await(seed.join(torrent));
      InfoHash hash = Metainfo.of(torrent).info().hash();
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download download = leecher.join("magnet:?xt=urn:btih:" + hash + "&x.pe=" + seed.endpoint());
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertTrue(download.bytesDone() == CONTENT.length);
    }
  }

  @Test
  void figuresOfPeersTellHowTheyStand() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 14);
      pool.await(seed.join(torrent));
      pool.simulation.setModel(seed.host(), NetworkModel.DEFAULT.withBandwidth(30_000, 0));
      Pool.Peer one = pool.peer("one", List.of(seed.endpoint()));
      Pool.Peer two = pool.peer("two", List.of(seed.endpoint(), one.endpoint()));
      one.join(torrent);
      two.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(20));
      Map<String, String> ofTheSeed = figures(one, "seed");
      assertEquals("true", ofTheSeed.get("fast"));
      assertEquals("false", ofTheSeed.get("chokes.us"));
      assertEquals("", ofTheSeed.get("reciprocity"), "nothing was given to it");
      assertTrue(Integer.parseInt(ofTheSeed.get("pipeline")) >= 1);
      assertTrue(Integer.parseInt(ofTheSeed.get("requests")) >= 1);
      Map<String, String> ofOne = figures(two, "leecher");
      double received = Double.parseDouble(ofOne.get("bytes.received"));
      double sent = Double.parseDouble(ofOne.get("bytes.sent"));
      assertTrue(received > 0 && sent > 0, () -> "they have exchanged pieces: " + ofOne);
      assertEquals(received / sent, Double.parseDouble(ofOne.get("reciprocity")), 0.01);
    }
  }

  private static Map<String, String> figures(Pool.Peer peer, String role) {
    return peer.overlay().neighbours().stream()
        .filter(each -> each.role().equals(role))
        .findFirst()
        .orElseThrow()
        .figures();
  }
}
