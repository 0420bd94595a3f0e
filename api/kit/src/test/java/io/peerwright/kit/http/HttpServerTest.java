package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
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
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server and client, in a simulation where any exception of a handler fails the test. */
class HttpServerTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");
  private static final Url URL = Url.parse("http://10.78.0.1/x?y");

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final List<HttpRequest> requests = new ArrayList<>();
  private final List<HttpExchange> held = new ArrayList<>();
  private HttpServer server;
  private int made;
  private int hosts;

  @BeforeEach
  void setUp() {
    serve(new HttpServer.Limits(20, 10, 2000, 1 << 22, 10_000_000_000L));
  }

  private void serve(HttpServer.Limits limits) {
    Host host = simulation.newHost("server" + hosts++, SERVER.withPort(0), null);
    server = new HttpServer(host.loop(), limits, new MemoryBudget(1 << 24), this::handle);
    host.transport().listen(SERVER, SocketOptions.DEFAULT, server);
    run(1);
  }

  private void handle(HttpRequest request, HttpExchange exchange) {
    requests.add(request);
    if (request.path().equals("/later")) {
      held.add(exchange);
    } else if (request.path().equals("/pieces")) {
      pieces(exchange, 5_000);
    } else if (request.path().equals("/many")) {
      pieces(exchange, 1_000_000);
    } else if (request.path().endsWith("/big")) {
      answer(exchange, request.path() + "x".repeat(1 << 16));
    } else {
      answer(exchange, request.target());
    }
  }

  private static void answer(HttpExchange exchange, String text) {
    exchange.reply(
        200,
        HttpFields.NONE.with("Content-Type", "text/plain"),
        ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  private void pieces(HttpExchange exchange, int count) {
    Iterator<ByteBuffer> pieces =
        IntStream.range(0, count)
            .peek(i -> made = i + 1)
            .mapToObj(
                i -> ByteBuffer.wrap((i % 7 == 0 ? "" : "piece " + i + ",").getBytes(ISO_8859_1)))
            .iterator();
    exchange.reply(200, HttpFields.NONE, pieces);
  }

  private static String allPieces(int count) {
    return IntStream.range(0, count)
        .filter(i -> i % 7 != 0)
        .mapToObj(i -> "piece " + i + ",")
        .collect(Collectors.joining());
  }

  @Test
  void aBodyComesInPiecesAsTheyAreTaken() {
    Answer answer = get(SERVER, Url.parse("http://10.78.0.1/pieces"), 5);
    run(2);
    assertEquals(allPieces(5_000), answer.body.toString());
    assertEquals("chunked", answer.response.fields().first("Transfer-Encoding"));
    assertNull(answer.failure);
    RawClient client = rawClient();
    client.send("GET /pieces HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\n\r\n");
    run(1);
    assertTrue(client.received.toString().contains("0\r\n\r\nHTTP/1.1 200 OK"));
    RawClient old = rawClient();
    old.send("GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    run(1);
    assertTrue(old.received.toString().endsWith("\r\n\r\n" + allPieces(5_000)));
    assertNotNull(old.closed, "the end of the body");
    RawClient head = rawClient();
    head.send("HEAD /pieces HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nConnection: close\r\n\r\n");
    run(1);
    assertTrue(head.received.toString().contains("chunked"));
    assertTrue(head.received.toString().endsWith("/b"));
  }

  @Test
  void whoDoesNotReadHasNoPiecesMadeAndIsCutOff() {
    RawClient slow = new RawClient(simulation.newHost("slow", null, null), SERVER, 1_000);
    slow.send("GET /many HTTP/1.1\r\n\r\n");
    run(5);
    int begun = made;
    assertTrue(begun < 50_000, () -> begun + " pieces");
    run(5);
    assertEquals(begun, made);
    run(300);
    assertNotNull(slow.closed);
    assertEquals(0, server.connections());
  }

  private void run(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  @Test
  void anAnswerReachesTheClient() {
    Answer answer = get(SERVER, URL, 5);
    run(1);
    assertEquals("/x?y", answer.body.toString());
    assertNotNull(answer.response);
    assertEquals("text/plain", answer.response.fields().first("content-type"));
    assertNull(answer.failure);
    assertEquals(1, answer.ends);
    assertEquals("10.78.0.1", requests.get(0).fields().first("Host"));
    assertEquals(0, server.connections());
  }

  @Test
  void nobodyThereIsTold() {
    Answer refused = get(SERVER.withPort(81), URL, 5);
    Answer nowhere = get(Endpoint.parse("10.78.9.9:80"), URL, 5);
    run(60);
    assertNotNull(refused.failure);
    assertEquals(Reason.REFUSED, refused.failure.reason());
    assertNotNull(nowhere.failure);
    assertEquals(1, nowhere.ends);
  }

  @Test
  void silenceIsGivenUp() {
    Answer answer = get(SERVER, Url.parse("http://10.78.0.1/later"), 5);
    run(6);
    assertNotNull(answer.failure);
    assertEquals(Reason.TIMEOUT, answer.failure.reason());
    run(5);
    assertEquals(0, server.connections());
  }

  @Test
  void severalRequestsAreAnsweredInOrder() {
    RawClient client = rawClient();
    client.send("GET /a HTTP/1.1\r\n\r\nGET /later HTTP/1.1\r\n\r\nHEAD /c HTTP/1.1\r\n\r\n");
    client.send("GET /d HTTP/1.1\r\nConnection: close\r\n\r\nGET /e HTTP/1.1\r\n\r\n");
    run(1);
    assertEquals(2, requests.size());
    answer(held.get(0), "late");
    answer(held.get(0), "twice");
    run(1);
    assertEquals(4, requests.size());
    assertEquals(List.of("/a", "late", "", "/d"), client.bodies());
    assertNotNull(client.closed);
  }

  @Test
  void nonsenseIsRefused() {
    RawClient nonsense = rawClient();
    nonsense.send("EHLO mail.example\r\n\r\n");
    RawClient posting = rawClient();
    posting.send("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcd");
    RawClient deleting = rawClient();
    deleting.send("DELETE / HTTP/1.1\r\n\r\n");
    RawClient endless = rawClient();
    endless.send("GET /" + "x".repeat(4000));
    run(1);
    assertTrue(nonsense.received.toString().startsWith("HTTP/1.1 400 "));
    assertTrue(posting.received.toString().startsWith("HTTP/1.1 413 "));
    assertTrue(deleting.received.toString().startsWith("HTTP/1.1 405 "));
    assertTrue(endless.received.toString().startsWith("HTTP/1.1 431 "));
    run(10);
    assertEquals(0, server.connections());
    assertEquals(List.of(), requests);
  }

  @Test
  void whoSpeaksSlowlyIsCutOff() {
    RawClient slow = rawClient();
    slow.send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 12; i++) {
      slow.send("A: b\r\n");
      run(1);
    }
    assertEquals(Reason.RESET, slow.closed);
  }

  @Test
  void whoKeepsUsWaitingLongestMakesRoom() {
    List<RawClient> silent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      silent.add(rawClient());
      simulation.runFor(Duration.ofMillis(20));
    }
    assertEquals(20, server.connections());
    Answer answer = get(SERVER, URL, 5);
    run(1);
    assertEquals("/x?y", answer.body.toString());
    assertEquals(Reason.RESET, silent.get(0).closed);
    assertNull(silent.get(99).closed);
    assertTrue(server.turnedAway() >= 80);
  }

  @Test
  void oneAddressGetsOnlySoMany() {
    Host greedy = simulation.newHost("greedy", null, null);
    List<RawClient> many = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      many.add(new RawClient(greedy, SERVER, Link.UNLIMITED));
    }
    run(1);
    assertEquals(10, server.connections());
    assertEquals(5, many.stream().filter(each -> each.closed != null).count());
    run(11);
    assertEquals(0, server.connections());
    many.add(new RawClient(greedy, SERVER, Link.UNLIMITED));
    run(1);
    assertEquals(1, server.connections());
  }

  @Test
  void anAnswerThatNobodyReadsIsCutOff() {
    RawClient deaf = new RawClient(simulation.newHost("deaf", null, null), SERVER, 100);
    deaf.send("GET /later HTTP/1.0\r\n\r\n");
    run(1);
    held.get(0).reply(200, HttpFields.NONE, ByteBuffer.allocate(1 << 22));
    run(30);
    assertEquals(0, server.connections());
  }

  /** Requests wait in the network, not answers here, while somebody does not read. */
  @Test
  void nothingIsReadFromWhoDoesNotRead() {
    RawClient deaf = new RawClient(simulation.newHost("deaf", null, null), SERVER, 100);
    deaf.send(("GET /big HTTP/1.1\r\n\r\n").repeat(2000));
    run(5);
    int answered = requests.size();
    assertTrue(answered < 20, () -> answered + " answers of 64 KiB wait");
    Answer honest = get(SERVER, URL, 5);
    run(2);
    assertEquals("/x?y", honest.body.toString());
    run(10);
    assertEquals(Reason.RESET, deaf.closed);
    assertEquals(0, server.connections());
  }

  /** What has no room there waits with the client, whatever it sends. */
  @Test
  void oneConnectionHoldsAWindowOfRequests() {
    RawClient client = rawClient();
    client.send("GET /later HTTP/1.1\r\n\r\n");
    run(1);
    int total = 1 << 22;
    client.send("GET /a HTTP/1.1\r\n\r\n".repeat(total / 20));
    run(5);
    assertNull(client.closed);
    int waiting = client.unsentBytes();
    assertTrue(waiting > total / 2, () -> waiting + " bytes were not taken");
    assertEquals(1, requests.size());
  }

  @Test
  void whoHasAskedAndFallsSilentMakesRoom() {
    for (int i = 0; i < 20; i++) {
      rawClient().send("GET /a HTTP/1.1\r\n\r\n");
    }
    run(1);
    assertEquals(20, server.connections());
    assertEquals(20, requests.size());
    Answer answer = get(SERVER, URL, 5);
    run(1);
    assertEquals("/x?y", answer.body.toString());
  }

  @Test
  void whoReadsLateGetsEverythingInOrder() {
    RawClient slow = new RawClient(simulation.newHost("slow", null, null), SERVER, 1);
    for (int i = 0; i < 30; i++) {
      slow.send("GET /" + i + "/big HTTP/1.1\r\n\r\n");
    }
    slow.send("GET /last HTTP/1.1\r\nConnection: close\r\n\r\n");
    for (int i = 0; i < 40; i++) {
      run(1);
      slow.link.request(1 << 16);
    }
    run(1);
    List<String> bodies = slow.bodies();
    assertEquals(31, bodies.size());
    for (int i = 0; i < 30; i++) {
      assertEquals("/" + i + "/big" + "x".repeat(1 << 16), bodies.get(i));
    }
    assertEquals("/last", bodies.get(30));
    assertNotNull(slow.closed);
  }

  @Test
  void anAnswerThatIsTooLongIsNotSent() {
    RawClient client = rawClient();
    client.send("GET /later HTTP/1.1\r\n\r\n");
    run(1);
    held.get(0).reply(200, HttpFields.NONE, ByteBuffer.allocate((1 << 22) + 1));
    run(1);
    assertTrue(client.received.toString().startsWith("HTTP/1.1 500 "));
    assertTrue(client.received.toString().endsWith("more than 4194304 bytes\n"));
    assertNotNull(client.closed);
    assertEquals(0, server.memoryBytes());
  }

  private Answer get(Endpoint to, Url url, int stallSeconds) {
    Answer answer = new Answer();
    Host client = simulation.newHost("client" + hosts++, null, null);
    HttpCall.start(
        client.loop(),
        client.transport(),
        to,
        url,
        HttpFields.NONE.with("User-Agent", "test"),
        SocketOptions.DEFAULT,
        stallSeconds * 1_000_000_000L,
        Link.UNLIMITED,
        answer);
    return answer;
  }

  private RawClient rawClient() {
    return new RawClient(simulation.newHost("raw" + hosts++, null, null), SERVER, Link.UNLIMITED);
  }

  private static final class Answer implements HttpCall.Listener {
    final StringBuilder body = new StringBuilder();
    @Nullable HttpResponse response;
    @Nullable OverlayException failure;
    int ends;

    @Override
    public void onResponse(HttpResponse began) {
      response = began;
    }

    @Override
    public void onBody(ByteBuffer data) {
      body.append(ISO_8859_1.decode(data));
    }

    @Override
    public void onEnd(@Nullable OverlayException how) {
      failure = how;
      ends++;
    }
  }
}
