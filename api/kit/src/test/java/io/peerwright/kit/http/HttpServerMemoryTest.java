package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
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

/** What strangers make a server hold, of one address and of many. */
class HttpServerMemoryTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private int hosts;

  /** The links take little, so that answers wait in the server. */
  private HttpServer serve(long memoryBytes) {
    HttpServer.Limits limits = new HttpServer.Limits(1000, 1000, 1 << 14, 1 << 20, 10_000_000_000L);
    Host host = simulation.newHost("server", SERVER.withPort(0), null);
    HttpServer server =
        new HttpServer(
            host.loop(), limits, new MemoryBudget(memoryBytes), HttpServerMemoryTest::answer);
    host.transport().listen(SERVER, SocketOptions.DEFAULT.withSendBufferBytes(1024), server);
    simulation.runFor(Duration.ofSeconds(1));
    return server;
  }

  private static void answer(HttpRequest request, HttpExchange exchange) {
    String text = request.path().equals("/big") ? "x".repeat(1 << 16) : request.target();
    exchange.reply(200, HttpFields.NONE, ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  private Host newHost() {
    return simulation.newHost("client" + hosts++, null, null);
  }

  private static RawClient client(Host host, int credit) {
    return new RawClient(host, SERVER, credit);
  }

  private void anHonestClientIsAnswered() {
    RawClient honest = client(newHost(), Link.UNLIMITED);
    honest.send("GET /x?y HTTP/1.1\r\nConnection: close\r\n\r\n");
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of("/x?y"), honest.bodies());
  }

  /** Each has an answer that it does not read, and all of them together are too much. */
  @Test
  void whoeverHoldsMostMemoryIsCutOffFirst() {
    long budget = 1 << 20;
    HttpServer server = serve(budget);
    Host greedy = newHost();
    RawClient modest = client(newHost(), 100);
    modest.send("GET /big HTTP/1.1\r\n\r\n");
    simulation.runFor(Duration.ofSeconds(1));
    List<RawClient> many = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RawClient deaf = client(greedy, 100);
      deaf.send("GET /big HTTP/1.1\r\n\r\n");
      many.add(deaf);
      simulation.runFor(Duration.ofMillis(20));
      assertTrue(server.memoryBytes() <= budget);
    }
    anHonestClientIsAnswered();
    assertNull(modest.closed);
    assertTrue(many.stream().filter(each -> each.closed == Reason.RESET).count() >= 45);
    simulation.runFor(Duration.ofSeconds(12));
    assertEquals(0, server.connections());
    assertEquals(0, server.memoryBytes());
  }

  @Test
  void deafReadersOfManyAddressesTakeNoMoreThanThereIs() {
    long budget = 1 << 20;
    HttpServer server = serve(budget);
    for (int i = 0; i < 60; i++) {
      RawClient deaf = client(newHost(), 100);
      deaf.send("GET /big HTTP/1.1\r\n\r\n".repeat(20));
      simulation.runFor(Duration.ofMillis(20));
      assertTrue(server.memoryBytes() <= budget);
    }
    assertTrue(server.turnedAway() >= 30, () -> server.turnedAway() + " turned away");
    anHonestClientIsAnswered();
    simulation.runFor(Duration.ofSeconds(12));
    assertEquals(0, server.memoryBytes());
  }

  /** Half a request each: as many as half of the memory has room for. */
  @Test
  void thereAreNoMoreConnectionsThanMemoryForThem() {
    long budget = 1 << 18;
    HttpServer server = serve(budget);
    for (int i = 0; i < 100; i++) {
      RawClient slow = client(newHost(), Link.UNLIMITED);
      slow.send("GET /" + "x".repeat(1500));
      simulation.runFor(Duration.ofMillis(20));
      assertTrue(server.connections() <= 32);
      assertTrue(server.memoryBytes() <= budget);
    }
    anHonestClientIsAnswered();
  }

  /** Half requests fill the memory; whoever has a short one costs less than any of them. */
  @Test
  void aShortRequestIsAnsweredThoughLongOnesFillTheMemory() {
    HttpServer server = serve(1 << 18);
    for (int i = 0; i < 20; i++) {
      client(newHost(), Link.UNLIMITED).send("GET /" + "x".repeat(12_000));
      simulation.runFor(Duration.ofMillis(20));
    }
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(12 * (4_096 + (1 << 14)), server.memoryBytes());
    anHonestClientIsAnswered();
  }
}
