package io.peerwright.samples.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TorrentUrlTest {

  private static final byte[] TORRENT =
      ("d4:infod6:lengthi5e4:name5:a.bin12:piece lengthi16384e6:pieces20:" + "x".repeat(20) + "ee")
          .getBytes(ISO_8859_1);

  private HttpServer server;
  private String base;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    answer("/files/a.torrent", 200, null, TORRENT);
    answer("/x/y/moved", 302, "../../files/./a.torrent", new byte[0]);
    answer("/loop", 302, "/loop", new byte[0]);
    answer("/page", 200, null, "<html>".getBytes(ISO_8859_1));
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void answer(String path, int status, String location, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          if (location != null) {
            exchange.getResponseHeaders().add("Location", location);
          }
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private String refusal(String url) {
    return String.valueOf(
        assertThrows(UserException.class, () -> TorrentUrl.fetch(url)).getMessage());
  }

  @Test
  void aTorrentIsFetchedFromWhereItIs() {
    assertEquals("a.bin", TorrentUrl.fetch(base + "/files/a.torrent").info().name());
    assertEquals("a.bin", TorrentUrl.fetch(base + "/x/y/moved").info().name());
  }

  @Test
  void whatIsNoTorrentIsSaid() {
    assertTrue(refusal(base + "/page").contains("is no torrent"));
    assertTrue(refusal(base + "/missing").contains("answers 404"));
    assertTrue(refusal(base + "/loop").contains("too often"));
    assertTrue(refusal("ftp://127.0.0.1/a.torrent").contains("over http or https"));
  }

  @Test
  void nobodyIsSentOnToANearerPlace() throws IOException {
    Url at = Url.parse("http://h/a");
    InetAddress far = InetAddress.getByName("8.8.8.8");
    InetAddress near = InetAddress.getByName("192.168.1.1");
    assertEquals(Reach.SITE, TorrentUrl.reached(at, Reach.HOST, near));
    assertEquals(Reach.WORLD, TorrentUrl.reached(at, Reach.SITE, far));
    assertThrows(UserException.class, () -> TorrentUrl.reached(at, Reach.WORLD, far, near));
  }
}
