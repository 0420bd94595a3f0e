package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of which a server before us could think that they end elsewhere: none of what follows
 * them is taken for a request (RFC 9112, section 11.2).
 */
class HttpSmugglingTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final Host host = simulation.newHost("server", SERVER.withPort(0), null);
  private final List<String> asked = new ArrayList<>();

  private RawClient send(String text) {
    HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(20, 10, 8_192, 1024, 10_000_000_000L),
            new MemoryBudget(1 << 20),
            (request, exchange) -> {
              asked.add(request.path());
              exchange.reply(200, HttpFields.NONE, ByteBuffer.wrap("x".getBytes(ISO_8859_1)));
            });
    host.transport().listen(SERVER, SocketOptions.DEFAULT, server);
    simulation.runFor(Duration.ofSeconds(1));
    RawClient client =
        new RawClient(simulation.newHost("client", null, null), SERVER, Link.UNLIMITED);
    client.send(text);
    simulation.runFor(Duration.ofSeconds(1));
    simulation.close();
    return client;
  }

  @ParameterizedTest
  @CsvSource({
    "413, Content-Length: 0|Content-Length: 31",
    "413, Content-Length: 31|Content-Length: 0",
    "413, 'Content-Length: 0, 31'",
    "413, 'Content-Length: 0,0'",
    "413, Content-Length: +0",
    "413, Content-Length: -0",
    "413, Content-Length: 0x0",
    "413, Content-Length:",
    "413, Content-Length: 99999999999999999999",
    "413, Transfer-Encoding: chunked",
    "413, Transfer-Encoding: identity",
    "413, Transfer-Encoding: xchunked|Content-Length: 0",
    "413, Content-Length: 0|transfer-ENCODING: chunked",
    "400, Transfer-Encoding : chunked",
    "400, ' Transfer-Encoding: chunked'",
    "400, X: a| Content-Length: 31",
    "400, X: a|~Content-Length: 31",
    "400, X: a^Content-Length: 31",
    "400, X: a^|Content-Length: 31",
    "400, Content Length: 31",
    "400, Content-Length",
    "400, : 31",
    "400, X: `",
    "400, ^"
  })
  void nothingBehindItIsTakenForARequest(int status, String fields) {
    String lines =
        fields.replace("|", "\r\n").replace('~', '\t').replace('^', '\r').replace('`', '\0');
    RawClient client =
        send("GET /a HTTP/1.1\r\n" + lines + "\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n");
    assertEquals(List.of(), asked);
    assertTrue(client.received.toString().startsWith("HTTP/1.1 " + status + " "));
    assertNotNull(client.closed);
  }

  @ParameterizedTest
  @CsvSource({
    "'GET  /a HTTP/1.1'",
    "'GET /a  HTTP/1.1'",
    "'GET /a HTTP/1.1 '",
    "' GET /a HTTP/1.1'",
    "GET /a b HTTP/1.1",
    "GET /a HTTP/2.0",
    "GET /a HTTP/1.11",
    "GET /a^b HTTP/1.1",
    "GET /a` HTTP/1.1",
    "GET /a"
  })
  void aDoubtfulRequestLineIsRefused(String line) {
    RawClient client =
        send(line.replace('^', '\r').replace('`', '\0') + "\r\n\r\nGET /hidden HTTP/1.1\r\n\r\n");
    assertEquals(List.of(), asked);
    assertTrue(client.received.toString().startsWith("HTTP/1.1 400 "));
    assertNotNull(client.closed);
  }

  @Test
  void aLengthOfNothingIsNoBody() {
    send("GET /a HTTP/1.1\r\nContent-Length: 0\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
    assertEquals(List.of("/a", "/b"), asked);
  }

  @Test
  void floodsOfFieldsAreRefused() {
    String many = "GET /a HTTP/1.1\r\n" + "X: y\r\n".repeat(101) + "\r\n";
    assertTrue(send(many).received.toString().startsWith("HTTP/1.1 431 "));
    assertEquals(List.of(), asked);
  }

  @Test
  void aHeadWithoutEndIsRefusedAtItsLimit() {
    String endless = "GET /a HTTP/1.1\r\nX: " + "y".repeat(9_000);
    assertTrue(send(endless).received.toString().startsWith("HTTP/1.1 431 "));
  }
}
