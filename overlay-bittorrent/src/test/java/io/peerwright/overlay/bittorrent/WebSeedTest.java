package io.peerwright.overlay.bittorrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.rates.RateLimits;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Content from a plain web server (BEP 19), simulated. */
class WebSeedTest {

  private static final byte[] ONE = Pool.content(1_000_000, 1);
  private static final byte[] TWO = Pool.content(2_345_678, 2);

  /** The album's description, with servers that have it. */
  private static byte[] albumAt(Pool pool, String... urls) throws Exception {
    return withWebSeed(album(pool, pool.peer("maker", List.of())), urls);
  }

  private static byte[] withWebSeed(byte[] torrent, String... urls) throws Exception {
    Metainfo plain = Metainfo.of(torrent);
    return new Metainfo(plain.info(), List.of(), List.of(urls), "", "").toBytes();
  }

  private static byte[] album(Pool pool, Pool.Peer maker) {
    maker.write("my album/a/one.bin", ONE);
    maker.write("my album/two.bin", TWO);
    return Pool.describe(maker.folder().resolve("my album"), 1 << 15);
  }

  @Test
  void aServerIsEnough() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      server.contents.put("/files/my%20album/a/one.bin", ONE);
      server.contents.put("/files/my%20album/two.bin", TWO);
      byte[] torrent = albumAt(pool, "http://web/files/");
      Pool.Peer leecher = pool.peer("leecher", List.of());
      pool.await(leecher.join(torrent));
      assertArrayEquals(ONE, leecher.read("my album/a/one.bin"));
      assertArrayEquals(TWO, leecher.read("my album/two.bin"));
      assertEquals(ONE.length + TWO.length, leecher.meter("bytes.webseeds"));
      assertTrue(server.asked.size() < 10, () -> "asked too often: " + server.asked);
      assertTrue(server.asked.size() > 2, () -> "asked: " + server.asked);
      assertEquals(1, server.connections);
    }
  }

  /** It may be a late answer to what was asked before. */
  @Test
  void anotherRangeThanWasAskedForIsNotTaken() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      serve(server, "");
      server.shift = 1;
      byte[] torrent = albumAt(pool, "http://web/");
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(3));
      assertEquals(0, leecher.meter("bytes.webseeds"));
      assertTrue(download.detail().contains("another range"), download.detail());
      server.shift = 0;
      pool.await(download);
      assertEquals(0, leecher.meter("peers.banned"));
    }
  }

  @Test
  void aServerThatLiesIsLeftAndPeersGiveTheRest() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      server.contents.put("/my%20album/a/one.bin", new byte[ONE.length]);
      server.contents.put("/my%20album/two.bin", TWO);
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = withWebSeed(album(pool, maker), "http://web/");
      pool.await(maker.join(torrent));
      Pool.Peer leecher = pool.peer("leecher", List.of(maker.endpoint()));
      pool.await(leecher.join(torrent));
      assertArrayEquals(ONE, leecher.read("my album/a/one.bin"));
      assertArrayEquals(TWO, leecher.read("my album/two.bin"));
    }
  }

  /** The address of the server is banned already when the second name first leads to it. */
  @Test
  void aServerThatLiesIsLeftUnderEachOfItsNames() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer web = new WebServer(pool, "web", false);
      web.contents.put("/my%20album/a/one.bin", new byte[ONE.length]);
      web.contents.put("/my%20album/two.bin", new byte[TWO.length]);
      byte[] torrent = albumAt(pool, "http://web/", "http://late/");
      Pool.Peer leecher = pool.peer("leecher", List.of());
      leecher.join(torrent);
      assertTrue(
          pool.simulation.runUntil(() -> leecher.meter("peers.banned") == 1, Pool.LONG),
          "the first name leads to a lie");
      int before = web.asked.size();
      WebServer late = new WebServer(pool, "late", false);
      late.moved.put("/my%20album/a/one.bin", "http://web/my%20album/a/one.bin");
      late.moved.put("/my%20album/two.bin", "http://web/my%20album/two.bin");
      pool.simulation.runFor(Pool.LONG);
      assertEquals(before + 1, web.asked.size(), () -> "asked: " + web.asked);
    }
  }

  @Test
  void aServerWithoutTheFilesIsAskedNoMore() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = withWebSeed(album(pool, maker), "http://web/");
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Pool.LONG);
      assertEquals(Download.State.CONNECTING, download.state());
      assertEquals(1, server.asked.size());
      assertTrue(download.detail().contains("of no use"), download.detail());
    }
  }

  private static Pool.Peer leecher(Pool pool, boolean trusting) {
    BitTorrentConfig config = BitTorrentConfig.DEFAULT;
    return pool.peer(
        "leecher", trusting ? config.withTrust(true, WebServer.certificate()) : config);
  }

  private static void serve(WebServer server, String folder) {
    server.contents.put(folder + "/my%20album/a/one.bin", ONE);
    server.contents.put(folder + "/my%20album/two.bin", TWO);
  }

  @Test
  void aServerSendsOnToAnotherOne() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer web = new WebServer(pool, "web", false);
      WebServer cdn = new WebServer(pool, "cdn", true);
      serve(cdn, "/x");
      web.moved.put("/my%20album/a/one.bin", "https://cdn/x/my%20album/a/one.bin");
      web.moved.put("/my%20album/two.bin", "/elsewhere/two.bin");
      web.moved.put("/elsewhere/two.bin", "https://cdn:443/x/my%20album/two.bin");
      byte[] torrent = albumAt(pool, "http://web/");
      Pool.Peer leecher = leecher(pool, true);
      pool.await(leecher.join(torrent));
      assertArrayEquals(ONE, leecher.read("my album/a/one.bin"));
      assertArrayEquals(TWO, leecher.read("my album/two.bin"));
      assertEquals(ONE.length + TWO.length, leecher.meter("bytes.webseeds"));
    }
  }

  @Test
  void overHttpsAServerNeedsACertificateThatIsTrusted() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", true);
      serve(server, "/files");
      byte[] torrent = albumAt(pool, "https://web/files/");
      Pool.Peer careful = leecher(pool, false);
      Download refused = careful.join(torrent);
      pool.simulation.runFor(Pool.LONG);
      assertEquals(List.of(), server.asked);
      assertEquals(0, refused.bytesDone());
      assertTrue(refused.detail().contains("certificate"), refused.detail());
      Pool.Peer trusting =
          pool.peer("trusting", BitTorrentConfig.DEFAULT.withTrust(true, WebServer.certificate()));
      pool.await(trusting.join(torrent));
      assertArrayEquals(TWO, trusting.read("my album/two.bin"));
    }
  }

  @Test
  void aCertificateIsForOneNameOnly() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "somebody", true);
      serve(server, "/files");
      byte[] torrent = albumAt(pool, "https://somebody/files/");
      Download download = leecher(pool, true).join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(List.of(), server.asked);
      assertTrue(download.detail().contains("certificate"), download.detail());
    }
  }

  @Test
  void certificatesThatAreNotThereAreMissed() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", true);
      serve(server, "/files");
      byte[] torrent = albumAt(pool, "https://web/files/");
      BitTorrentConfig config = BitTorrentConfig.DEFAULT.withTrust(true, Path.of("friends.pem"));
      Download download = pool.peer("hasty", config).join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertTrue(download.detail().contains("there is no file"), download.detail());
      assertTrue(download.detail().contains("friends.pem"), download.detail());
    }
  }

  @Test
  void whoDoesNotWantToKnowTakesAnyCertificate() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "somebody", true);
      serve(server, "/files");
      byte[] torrent = albumAt(pool, "https://somebody/files/");
      BitTorrentConfig config = BitTorrentConfig.DEFAULT.withTrust(false, null);
      pool.await(pool.peer("trusting", config).join(torrent));
    }
  }

  @Test
  void nobodyIsSentOnInACircleOrOutOfHttps() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer web = new WebServer(pool, "web", true);
      WebServer plain = new WebServer(pool, "plain", false);
      serve(plain, "");
      web.moved.put("/my%20album/a/one.bin", "http://plain/my%20album/a/one.bin");
      byte[] torrent = albumAt(pool, "https://web/");
      Pool.Peer leecher = leecher(pool, true);
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(List.of(), plain.asked);
      assertTrue(download.detail().contains("others can listen in"), download.detail());
      web.moved.put("/my%20album/a/one.bin", "/my%20album/a/one.bin");
      pool.simulation.runFor(Duration.ofMinutes(10));
      assertTrue(download.detail().contains("more than 5 times"), download.detail());
      assertEquals(0, download.bytesDone());
    }
  }

  /** Nobody else is there to ask for what was left in the middle of a piece. */
  @Test
  void whatAServerBreaksOffIsAskedForAgain() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      serve(server, "");
      pool.simulation.setModel(server.host, NetworkModel.DEFAULT.withBandwidth(200_000, 0));
      byte[] torrent = albumAt(pool, "http://web/");
      Pool.Peer leecher = leecher(pool, false);
      Download download = leecher.join(torrent);
      for (int i = 1; i <= 6; i++) {
        long least = i * 300_000L;
        assertTrue(
            pool.simulation.runUntil(() -> leecher.meter("bytes.webseeds") > least, Pool.LONG),
            () -> "stuck at " + leecher.meter("bytes.webseeds") + ": " + download.detail());
        pool.simulation.abortLinks(server.host, leecher.host());
      }
      pool.await(download);
      assertArrayEquals(ONE, leecher.read("my album/a/one.bin"));
      assertArrayEquals(TWO, leecher.read("my album/two.bin"));
    }
  }

  @Test
  void whatIsWaitedForIsAskedForFirst() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      serve(server, "");
      pool.simulation.setModel(server.host, NetworkModel.DEFAULT.withBandwidth(100_000, 0));
      byte[] torrent = albumAt(pool, "http://web/");
      Pool.Peer leecher = leecher(pool, false);
      Download download = leecher.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() > 100_000, Pool.LONG));
      long position = ONE.length + 2_000_000L;
      ByteBuffer target = ByteBuffer.allocate(1000);
      CompletableFuture<Integer> read = download.read(position, target).toCompletableFuture();
      pool.simulation.runFor(Duration.ofSeconds(3));
      assertTrue(read.isDone(), "the rest before it would take half a minute");
      assertArrayEquals(Arrays.copyOfRange(TWO, 2_000_000, 2_001_000), target.array());
      pool.await(download);
      assertArrayEquals(TWO, leecher.read("my album/two.bin"));
    }
  }

  /** Every second file is left out, so that each run is one piece with padding at its end. */
  @Test
  void paddingAtTheEndOfARunCostsNoTime() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      Pool.Peer maker = pool.peer("maker", List.of());
      for (int i = 10; i < 30; i++) {
        byte[] content = Pool.content(60_000, i);
        maker.write("padded/" + i + ".bin", content);
        maker.write("padded/" + i + ".pad", new byte[(1 << 16) - content.length]);
        server.contents.put("/padded/" + i + ".bin", content);
      }
      byte[] plain = Pool.describe(maker.folder().resolve("padded"), 1 << 16);
      byte[] torrent = withWebSeed(padded(plain), "http://web/");
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download download = leecher.join(torrent);
      download.prioritise(name -> name.endsWith("0.bin") || name.endsWith("5.bin") ? 1 : 0);
      long start = leecher.host().loop().nanoTime();
      pool.await(download);
      long seconds = (leecher.host().loop().nanoTime() - start) / 1_000_000_000L;
      assertEquals(4, server.asked.size());
      assertTrue(seconds < 5, () -> "took " + seconds + " s");
      assertEquals(OptionalLong.of(4 * 60_000), download.bytesTotal());
      assertEquals(4 * 60_000, download.bytesDone());
    }
  }

  /** What is called so is padding. */
  private static byte[] padded(byte[] torrent) throws Exception {
    String info = ISO_8859_1.decode(Metainfo.of(torrent).info().encoded()).toString();
    String marked = info.replaceAll("d(6:lengthi[0-9]+e4:pathl6:[0-9]{2}[.]pade)", "d4:attr1:p$1");
    Info changed = Info.of(marked.getBytes(ISO_8859_1));
    return new Metainfo(changed, List.of(), List.of(), "", "").toBytes();
  }

  @Test
  void aServerIsHeldToTheLimitsToo() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      serve(server, "");
      byte[] torrent = albumAt(pool, "http://web/");
      Pool.Peer leecher =
          pool.peer(
              "leecher",
              BitTorrentConfig.DEFAULT.withLimits(new RateLimits(0, 50_000, 0, 0, 0, 0)));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(40));
      long came = leecher.meter("bytes.webseeds");
      assertTrue(came > 1_700_000 && came < 2_200_000, () -> came + " in 40 s");
      pool.await(download);
    }
  }

  /** At this rate it takes longer to pay for what came at once than a server may be silent. */
  @Test
  void aServerIsNotGivenUpBecauseOfALowLimit() throws Exception {
    try (Pool pool = new Pool()) {
      WebServer server = new WebServer(pool, "web", false);
      serve(server, "");
      byte[] torrent = albumAt(pool, "http://web/");
      Pool.Peer leecher =
          pool.peer(
              "leecher", BitTorrentConfig.DEFAULT.withLimits(new RateLimits(0, 1000, 0, 0, 0, 0)));
      leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(500));
      long came = leecher.meter("bytes.webseeds");
      assertTrue(came > 450_000 && came < 600_000, () -> came + " in 500 s");
      assertEquals(1, server.asked.size(), () -> "asked: " + server.asked);
    }
  }
}
