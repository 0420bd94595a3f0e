package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.http.FileHandler;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.kit.tls.TlsClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSourceTest {

  private static final byte[] CONTENT = DownloadLab.content(3_000_000);
  private static final int MAX_ANSWER = 1 << 23;

  private final DownloadLab lab = new DownloadLab();
  private int connections;

  @AfterEach
  void tearDown() {
    lab.close();
  }

  private Endpoint server(String name, int bytesPerSecond, HttpServer.Handler handler) {
    Host host = lab.sim.newHost(name, null, null);
    return serve(host, bytesPerSecond, handler);
  }

  private Endpoint serve(Host host, int bytesPerSecond, HttpServer.Handler handler) {
    lab.sim.setModel(host, NetworkModel.DEFAULT.withBandwidth(bytesPerSecond, bytesPerSecond));
    HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(10, 10, 8_192, MAX_ANSWER, 600_000_000_000L),
            new MemoryBudget(1L << 30),
            handler);
    Endpoint at = host.listenAddress().withPort(80);
    host.transport()
        .listen(
            at,
            SocketOptions.DEFAULT,
            link -> {
              connections++;
              return server.onAccept(link);
            });
    return at;
  }

  private FileHandler files(Host host, byte[] content) throws IOException {
    Path file = host.directory().resolve("a.bin");
    Files.createDirectories(host.directory());
    Files.write(file, content);
    FileHandler files = new FileHandler(host.loop());
    files.add("/a.bin", file);
    return files;
  }

  private HttpSource source(Endpoint at, boolean reserve) {
    HttpClient client = new HttpClient(lab.host, TlsClient.Trust.DEFAULT);
    Url url = Url.parse("http://" + at + "/a.bin");
    return new HttpSource(lab.host.loop(), client, url, CONTENT.length, reserve, Reach.HOST);
  }

  private Download fetch(ContentSource... sources) {
    return lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, sources);
  }

  @Test
  void twoServersGiveOneFile() throws IOException {
    Host one = lab.sim.newHost("one", null, null);
    Host other = lab.sim.newHost("other", null, null);
    FileHandler slow = files(one, CONTENT);
    FileHandler fast = files(other, CONTENT);
    HttpSource slowSource = source(serve(one, 100_000, slow), false);
    Download download = fetch(slowSource, source(serve(other, 200_000, fast), false));
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(10, seconds, 1.5);
  }

  @Test
  void theBlocksOfAFileComeOverOneConnection() throws IOException {
    Host host = lab.sim.newHost("server", null, null);
    FileHandler files = files(host, CONTENT);
    int[] asked = {0};
    Endpoint at =
        serve(
            host,
            100_000,
            (request, exchange) -> {
              asked[0]++;
              files.onRequest(request, exchange);
            });
    Download download = fetch(source(at, false));
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals("4 blocks, 1 connection", asked[0] + " blocks, " + connections + " connection");
  }

  @Test
  void aServerAndPeersGiveOneFile() throws IOException {
    Host host = lab.sim.newHost("server", null, null);
    HttpSource server = source(serve(host, 150_000, files(host, CONTENT)), false);
    TestSource peer = lab.source("peer", CONTENT).rate(150_000);
    Download download = fetch(peer, server);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(10, seconds, 1.5);
    assertEquals(CONTENT.length / 2, peer.sent, 300_000);
  }

  @Test
  void aServerThatKnowsNoRangesIsOfUseFromTheStart() {
    Endpoint at =
        server(
            "old",
            500_000,
            (request, exchange) -> exchange.reply(200, HttpFields.NONE, ByteBuffer.wrap(CONTENT)));
    Download download = fetch(source(at, false), lab.source("peer", CONTENT).rate(100_000));
    lab.await(download);
    lab.assertComplete(download, CONTENT);
  }

  @Test
  void aServerOfAnotherFileIsNoSource() throws IOException {
    Host host = lab.sim.newHost("server", null, null);
    FileHandler other = files(host, DownloadLab.content(2_000_000));
    Download download = fetch(source(serve(host, 500_000, other), false));
    lab.await(download);
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertTrue(download.detail().contains("has another file of 2000000 bytes"), download.detail());
  }

  @Test
  void aServerThatHasNothingIsAskedOnce() {
    int[] asked = {0};
    Endpoint at =
        server(
            "empty",
            500_000,
            (request, exchange) -> {
              asked[0]++;
              exchange.reply(404, HttpFields.NONE, ByteBuffer.allocate(0));
            });
    Download download = fetch(source(at, false));
    lab.await(download);
    assertEquals(Optional.of(Reason.REFUSED), download.reason());
    assertTrue(download.detail().endsWith("answers with status 404"), download.detail());
    assertEquals(1, asked[0]);
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws IOException {
    Host host = lab.sim.newHost("busy", null, null);
    FileHandler files = files(host, CONTENT);
    int[] asked = {0};
    Endpoint at =
        serve(
            host,
            500_000,
            (request, exchange) -> {
              if (asked[0]++ < 2) {
                exchange.reply(503, HttpFields.NONE, ByteBuffer.allocate(0));
              } else {
                files.onRequest(request, exchange);
              }
            });
    Download download = fetch(source(at, false));
    lab.await(download);
    lab.assertComplete(download, CONTENT);
  }

  @Test
  void aServerThatSaysWhenIsAskedThenAndOthersMeanwhile() throws IOException {
    Host host = lab.sim.newHost("busy", null, null);
    FileHandler files = files(host, CONTENT);
    List<Long> asked = new ArrayList<>();
    Endpoint at =
        serve(
            host,
            500_000,
            (request, exchange) -> {
              asked.add(lab.sim.now().toSeconds());
              if (asked.size() < 3) {
                HttpFields wait =
                    HttpFields.NONE.with("Retry-After", asked.size() == 1 ? "7" : "9");
                exchange.reply(503, wait, ByteBuffer.allocate(0));
              } else {
                files.onRequest(request, exchange);
              }
            });
    TestSource peer = lab.source("peer", CONTENT).rate(60_000);
    Download download = fetch(source(at, false), peer);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(List.of(0L, 7L, 16L), asked.subList(0, 3));
    assertTrue(seconds < 30, () -> seconds + " s; the peer alone takes 50");
  }

  @Test
  void anOriginFillsIn() throws IOException {
    Host host = lab.sim.newHost("origin", null, null);
    FileHandler origin = files(host, CONTENT);
    TestSource peer = lab.source("peer", CONTENT).rate(150_000);
    Download download = fetch(peer, source(serve(host, 2_000_000, origin), true));
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    long sent = origin.bytesSent();
    assertTrue(sent > 500_000 && sent < 1_700_000, () -> "the origin sent " + sent);
  }
}
