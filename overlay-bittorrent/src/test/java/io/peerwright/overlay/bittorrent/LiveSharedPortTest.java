package io.peerwright.overlay.bittorrent;

import static io.peerwright.overlay.bittorrent.Live.await;
import static io.peerwright.overlay.bittorrent.Live.on;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.api.spi.Network;
import io.peerwright.transport.vertx.VertxProvider;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A BitTorrent peer, a web server and the same behind TLS at one port of this machine, asked by the
 * JDK's own HTTP client and by another peer.
 */
class LiveSharedPortTest {

  private static final byte[] CONTENT = Pool.content(4_000_000, 5);
  private static final byte[] FILE = Pool.content(3_000_000, 6);

  @TempDir Path folder;
  private Network network;

  @BeforeEach
  void setUp() {
    VertxProvider provider = new VertxProvider();
    network = provider.open(provider.defaults());
  }

  @AfterEach
  void tearDown() {
    network.close();
  }

  private Host host(String name) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(name));
    return network.newHost(name, Endpoint.parse("127.0.0.1:0"), directory);
  }

  private static Overlay joined(Host host, BitTorrentConfig config) {
    Overlay overlay = on(host, () -> new BitTorrentProvider().create(host, config));
    await(on(host, overlay::join));
    return overlay;
  }

  private static Download join(Host host, Overlay overlay, byte[] torrent) {
    Swarm swarm = overlay.as(Swarm.class).orElseThrow();
    Swarm.Request request = Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), host.directory());
    return on(host, () -> swarm.join(request, changed -> {}));
  }

  @Test
  void eachIsServedInItsOwnProtocolAndStrangersDisturbNobody() throws Exception {
    Host seedHost = host("seed");
    SharedPort shared = on(seedHost, () -> new SharedPort(seedHost, FILE));
    Overlay seed = joined(shared.peerHost(), BitTorrentConfig.DEFAULT);
    Endpoint at = on(seedHost, seed::endpoints).get(0);
    Files.write(folder.resolve("seed/rain.bin"), CONTENT);
    byte[] torrent = Pool.describe(folder.resolve("seed/rain.bin"), 1 << 17);
    await(join(seedHost, seed, torrent).done());

    try (Socket silent = new Socket("127.0.0.1", at.port());
        Socket slow = stranger(at, "\u0013BitTorrent");
        Socket garbage = stranger(at, "\u0000\u00ff garbage");
        Socket record = stranger(at, "\u0016\u0003\u0003\u0000\u0002\u0009")) {
      assertArrayEquals(FILE, fetched("http", at));
      assertArrayEquals(FILE, fetched("https", at));
      Host leecherHost = host("leecher");
      Overlay leecher = joined(leecherHost, BitTorrentConfig.DEFAULT.withPeers(List.of(at)));
      await(join(leecherHost, leecher, torrent).done());
      assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("leecher/rain.bin")));
      for (Socket each : List.of(garbage, record, silent, slow)) {
        assertTrue(isCutOff(each));
      }
      assertEquals(
          List.of(Reason.PROTOCOL, Reason.PROTOCOL, Reason.TIMEOUT, Reason.TIMEOUT),
          List.copyOf(shared.refused));
      await(on(leecherHost, leecher::leave));
    }
    await(on(seedHost, seed::leave));
  }

  private static byte[] fetched(String scheme, Endpoint at) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(SharedPort.trusting()).build();
    URI uri = URI.create(scheme + "://127.0.0.1:" + at.port() + "/file");
    HttpResponse<byte[]> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(200, response.statusCode());
    assertEquals(scheme.equals("https"), response.sslSession().isPresent());
    return response.body();
  }

  private static Socket stranger(Endpoint at, String text) throws IOException {
    Socket socket = new Socket("127.0.0.1", at.port());
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return socket;
  }

  /** Waits for the end, before which nothing may come. */
  private static boolean isCutOff(Socket stranger) throws IOException {
    stranger.setSoTimeout(60_000);
    try {
      return stranger.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}
