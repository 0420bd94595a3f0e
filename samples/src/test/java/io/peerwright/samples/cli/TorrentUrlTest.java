package io.peerwright.samples.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
    assertTrue(refusal(base + "/loop").contains("more than 5 times"));
    assertTrue(refusal("ftp://127.0.0.1/a.torrent").contains("over http or https"));
  }

  @Test
  void whatHasTooManyBytesIsGivenUp() {
    String url = base + "/files/a.torrent";
    assertEquals(5, TorrentUrl.fetch(url, TORRENT.length).info().totalLength());
    String why =
        String.valueOf(
            assertThrows(UserException.class, () -> TorrentUrl.fetch(url, TORRENT.length - 1))
                .getMessage());
    assertTrue(why.contains("more than " + (TORRENT.length - 1) + " bytes"), why);
  }

  /** A client that hears each of them out by a call of its own runs out of stack. */
  @Test
  void interimAnswersAreNotHeardForEver() throws Exception {
    try (ServerSocket endless = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> sayContinue(endless));
      server.start();
      String why = refusal("http://127.0.0.1:" + endless.getLocalPort() + "/a.torrent");
      assertTrue(why.contains("interim"), why);
      server.join();
    }
  }

  private static void sayContinue(ServerSocket listening) {
    byte[] words = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000).getBytes(ISO_8859_1);
    try (Socket client = listening.accept()) {
      for (int i = 0; i < 10_000; i++) {
        client.getOutputStream().write(words);
      }
    } catch (IOException cutOff) {
      // As it should be.
    }
  }
}
