package io.peerwright.overlay.bittorrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web seeds that drip, and those that a torrent must not name. */
class SlowServerTest {

  private static final byte[] CONTENT = Pool.content(4 << 20, 9);

  /** Promises what it is asked for, and sends a byte of it every five seconds. */
  private static final class Dripping implements LinkHandler {
    final List<String> asked = new ArrayList<>();
    private final Pool pool;
    private final Host host;

    Dripping(Pool pool, String name) {
      this.pool = pool;
      host = pool.simulation.newHost(name, null, null);
      Endpoint at = host.listenAddress().withPort(80);
      host.transport().listen(at, SocketOptions.DEFAULT, link -> this);
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      String request = ISO_8859_1.decode(data).toString();
      String range = request.substring(request.indexOf("bytes=") + 6).split("\r")[0];
      asked.add(range);
      String head =
          "HTTP/1.1 206 Part\r\nContent-Length: 8388608\r\nContent-Range: bytes "
              + range
              + "/*\r\n\r\n";
      link.write(ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
      drip(link);
    }

    private void drip(Link link) {
      host.loop()
          .schedule(
              Duration.ofSeconds(5).toNanos(),
              () -> {
                if (link.write(ByteBuffer.wrap(new byte[1])) > 0) {
                  drip(link);
                }
              });
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static byte[] torrent(Pool.Peer maker, int pieceLength, String... webSeeds)
      throws Exception {
    Metainfo plain = Metainfo.of(Pool.describe(maker.write("rain.bin", CONTENT), pieceLength));
    return new Metainfo(plain.info(), List.of(), List.of(webSeeds), "", "").toBytes();
  }

  /** What they hold of the memory and of the pieces is not all, and not for long. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 16, 1 << 20, 2 << 20})
  void serversThatDripDoNotStopADownload(int pieceLength) throws Exception {
    try (Pool pool = new Pool()) {
      Dripping one = new Dripping(pool, "one");
      Dripping two = new Dripping(pool, "two");
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = torrent(seed, pieceLength, "http://one/rain.bin", "http://two/rain.bin");
      pool.await(seed.join(torrent));
      BitTorrentConfig little = Pool.frugal(seed.endpoint(), 500, 2 << 20);
      Pool.Peer leecher = pool.peer("leecher", little);
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertTrue(one.asked.size() + two.asked.size() > 0, "nothing is tried");
      pool.simulation.runFor(Duration.ofSeconds(22));
      assertTrue(download.bytesDone() > 2_000_000, () -> download.bytesDone() + " bytes");
      pool.simulation.runFor(Duration.ofSeconds(40));
      assertTrue(
          download.done().toCompletableFuture().isDone(),
          () -> download.bytesDone() + " bytes: " + download.detail());
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  /** Nobody else is asked for what it is asked for. */
  @Test
  void aServerIsAskedForNoMoreThanAnEighthOfTheMemory() throws Exception {
    try (Pool pool = new Pool()) {
      Dripping one = new Dripping(pool, "one");
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = torrent(maker, 1 << 16, "http://one/rain.bin");
      BitTorrentConfig little = Pool.frugal(maker.endpoint(), 500, 2 << 20);
      pool.peer("leecher", little).join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(1, one.asked.size());
      String[] range = one.asked.get(0).split("-");
      assertEquals((2 << 20) / 8, Integer.parseInt(range[1]) + 1 - Integer.parseInt(range[0]));
    }
  }

  @Test
  void aServerThatDripsLosesItsPiecesToAnotherOne() throws Exception {
    try (Pool pool = new Pool()) {
      Dripping slow = new Dripping(pool, "slow");
      WebServer fast = new WebServer(pool, "fast", false);
      fast.contents.put("/rain.bin", CONTENT);
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = torrent(maker, 1 << 16, "http://slow/rain.bin", "http://fast/rain.bin");
      Pool.Peer leecher = pool.peer("leecher", BitTorrentConfig.DEFAULT);
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(20));
      assertTrue(download.bytesDone() > CONTENT.length / 2, download::detail);
      pool.simulation.runFor(Duration.ofSeconds(30));
      assertTrue(download.done().toCompletableFuture().isDone(), download::detail);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertTrue(slow.asked.size() <= 3, slow.asked::toString);
    }
  }

  /** A server in our network is asked for a file, not for a service: no query (as libtorrent). */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTorrentNamesNoServicesOfOurNetwork(boolean laboratory) throws Exception {
    try (Pool pool = new Pool()) {
      WebServer inside = new WebServer(pool, "inside", false);
      inside.contents.put("/rain.bin", CONTENT);
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = torrent(maker, 1 << 16, "http://inside/rain.bin?reboot=now");
      AddressPolicy policy = laboratory ? AddressPolicy.ANY : AddressPolicy.LOCAL_SOURCES;
      BitTorrentConfig config = BitTorrentConfig.DEFAULT.withLocalAddresses(policy);
      Download download = pool.peer("leecher", config).join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(laboratory, !inside.asked.isEmpty());
      assertEquals(laboratory, download.done().toCompletableFuture().isDone());
      assertEquals(laboratory, !download.detail().contains("its own network"), download::detail);
    }
  }

  /** A link has come from anywhere; who pastes it has not chosen the peers that it names. */
  @Test
  void aLinkNamesNoPeersOfOurNetwork() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = torrent(seed, 1 << 16);
      pool.await(seed.join(torrent));
      String link =
          "magnet:?xt=" + Metainfo.of(torrent).info().hash().urn() + "&x.pe=" + seed.endpoint();
      Pool.Peer careful = pool.peer("careful", BitTorrentConfig.DEFAULT);
      Download left = careful.join(link);
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(0, careful.overlay().neighbours().size());
      assertTrue(left.detail().contains("localAddresses"), left::detail);
      pool.await(pool.peer("laboratory", List.of()).join(link));
      pool.await(pool.peer("told", List.of(seed.endpoint())).join(link));
    }
  }

  @Test
  void peersAreFoundByTheNamesOfTheirHosts() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = torrent(seed, 1 << 16);
      pool.await(seed.join(torrent));
      String at = "seed:" + seed.endpoint().port();
      String link = "magnet:?xt=" + Metainfo.of(torrent).info().hash().urn() + "&x.pe=" + at;
      pool.await(pool.peer("byLink", List.of()).join(link));
    }
  }
}
