package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Content from a plain web server (BEP 19), simulated. */
class WebSeedTest {

  private static final byte[] ONE = Pool.content(1_000_000, 1);
  private static final byte[] TWO = Pool.content(2_345_678, 2);

  /** Serves contents by their path, parts of them if asked for. */
  private static final class Server {
    private final Map<String, byte[]> contents = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Endpoint endpoint;

    Server(Pool pool) {
      Host host = pool.simulation.newHost("web", null, null);
      endpoint = host.listenAddress().withPort(80);
      HttpServer server =
          new HttpServer(
              host.loop(), new HttpServer.Limits(10, 10, 8192, 10_000_000_000L), this::onRequest);
      host.transport().listen(endpoint, SocketOptions.DEFAULT, server);
    }

    private void onRequest(HttpRequest request, HttpExchange exchange) {
      String range = request.fields().first("Range");
      asked.add(request.path() + " " + range);
      byte[] content = contents.get(request.path());
      if (content == null || range == null) {
        exchange.reply(404, HttpFields.NONE, ByteBuffer.allocate(0));
        return;
      }
      String[] ends = range.substring("bytes=".length()).split("-");
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[1]) + 1;
      exchange.reply(206, HttpFields.NONE, ByteBuffer.wrap(content, from, to - from));
    }

    String url(String path) {
      return "http://" + endpoint.toString().replace(":80", "") + path;
    }
  }

  private static byte[] withWebSeed(byte[] torrent, String url) throws Exception {
    Metainfo plain = Metainfo.of(torrent);
    return new Metainfo(plain.info(), List.of(), List.of(url), "", "").toBytes();
  }

  private static byte[] album(Pool pool, Pool.Peer maker) {
    maker.write("my album/a/one.bin", ONE);
    maker.write("my album/two.bin", TWO);
    return Pool.describe(maker.folder().resolve("my album"), 1 << 15);
  }

  @Test
  void aServerIsEnough() throws Exception {
    try (Pool pool = new Pool()) {
      Server server = new Server(pool);
      server.contents.put("/files/my%20album/a/one.bin", ONE);
      server.contents.put("/files/my%20album/two.bin", TWO);
      byte[] torrent =
          withWebSeed(album(pool, pool.peer("maker", List.of())), server.url("/files/"));
      Pool.Peer leecher = pool.peer("leecher", List.of());
      pool.await(leecher.join(torrent));
      assertArrayEquals(ONE, leecher.read("my album/a/one.bin"));
      assertArrayEquals(TWO, leecher.read("my album/two.bin"));
      assertEquals(ONE.length + TWO.length, leecher.meter("bytes.webseeds"));
      assertTrue(server.asked.size() < 10, () -> "asked too often: " + server.asked);
    }
  }

  @Test
  void aServerThatLiesIsLeftAndPeersGiveTheRest() throws Exception {
    try (Pool pool = new Pool()) {
      Server server = new Server(pool);
      server.contents.put("/my%20album/a/one.bin", new byte[ONE.length]);
      server.contents.put("/my%20album/two.bin", TWO);
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = withWebSeed(album(pool, maker), server.url("/"));
      pool.await(maker.join(torrent));
      Pool.Peer leecher = pool.peer("leecher", List.of(maker.endpoint()));
      pool.await(leecher.join(torrent));
      assertArrayEquals(ONE, leecher.read("my album/a/one.bin"));
      assertArrayEquals(TWO, leecher.read("my album/two.bin"));
    }
  }

  @Test
  void aServerWithoutTheFilesIsAskedNoMore() throws Exception {
    try (Pool pool = new Pool()) {
      Server server = new Server(pool);
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = withWebSeed(album(pool, maker), server.url("/"));
      Pool.Peer leecher = pool.peer("leecher", List.of());
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Pool.LONG);
      assertEquals(Download.State.CONNECTING, download.state());
      assertEquals(1, server.asked.size());
      assertTrue(download.detail().contains("of no use"), download.detail());
    }
  }
}
