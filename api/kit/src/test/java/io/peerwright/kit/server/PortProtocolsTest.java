package io.peerwright.kit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.server.PortProtocol.Match;
import io.peerwright.kit.tls.KeyFiles;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.kit.tls.TlsProtocol;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP beside TLS at one port, with the same server inside, in simulation. */
class PortProtocolsTest {

  private static final Endpoint AT = Endpoint.parse("10.9.0.1:6346");
  private static final char[] PASSWORD = "secret".toCharArray();

  /** A newcomer has three seconds; a request has a minute. */
  private static final ProtocolPort.Limits LIMITS =
      new ProtocolPort.Limits(20, 5, 1_000_000_000L, 3_000_000_000L);

  private static final HttpServer.Limits SERVER_LIMITS =
      new HttpServer.Limits(20, 2, 2000, 1 << 20, 60_000_000_000L);

  /** A record of the handshake (RFC 8446, section 5.1) whose message is a ClientHello. */
  private static final byte[] HELLO = {22, 3, 1, 0, 99, 1, 0};

  private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: web\r\n\r\n";

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final Host host = simulation.newHost("web", AT, null);
  private final Host client = simulation.newHost("client", null, null);
  private final List<Reason> refused = new ArrayList<>();
  private final HttpServer server =
      new HttpServer(
          host.loop(), SERVER_LIMITS, new MemoryBudget(1 << 24), PortProtocolsTest::answer);
  private PortProtocol tls;
  private ProtocolPort port;

  @BeforeEach
  void setUp() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyFiles.read(resource("web.p12"), PASSWORD), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    tls = new TlsProtocol(host, () -> engine(context), SocketOptions.DEFAULT, server);
    ProtocolPort.Owner owner =
        new ProtocolPort.Owner() {
          @Override
          public void onListening(Endpoint bound) {}

          @Override
          public void onRefused(Endpoint remote, Reason reason) {
            refused.add(reason);
          }

          @Override
          public void onStopped(Reason reason) {}
        };
    port = new ProtocolPort(host.loop(), LIMITS, owner, List.of(server.protocol(), tls));
    port.listen(host.transport(), AT, SocketOptions.DEFAULT);
    run(1);
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  // ---- what they are known by

  @Test
  void aClientHelloIsKnownWhereverItIsCut() {
    List<Match> known = new ArrayList<>();
    for (int count = 1; count <= HELLO.length; count++) {
      known.add(tls.match(ByteBuffer.wrap(HELLO, 0, count)));
    }
    Match more = Match.UNDECIDED;
    assertEquals(List.of(more, more, more, more, more, Match.YES, Match.YES), known);
  }

  @Test
  void anythingElseIsNoClientHelloFromTheFirstByteThatDiffers() {
    for (int at : new int[] {0, 1, 5}) {
      byte[] other = HELLO.clone();
      other[at]++;
      for (int count = 1; count <= other.length; count++) {
        Match expected = at < count ? Match.NO : Match.UNDECIDED;
        assertEquals(expected, tls.match(ByteBuffer.wrap(other, 0, count)), at + " of " + count);
      }
    }
  }

  @Test
  void httpIsKnownByItsMethodAndPath() {
    assertEquals(Match.YES, http("GET /a HTTP/1.1"));
    assertEquals(Match.YES, http("HEAD /"));
    assertEquals(Match.UNDECIDED, http("GET "));
    assertEquals(Match.NO, http("GET nick \"a\" 0"));
    assertEquals(Match.NO, http("GIV 1:2/a"));
    assertEquals(Match.NO, http("POST /"));
  }

  private Match http(String text) {
    return server.protocol().match(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  // ---- at one port

  @Test
  void theSameServerAnswersInTheClearAndOverTls() {
    Answer clear = get("http://web:6346/a");
    Answer secret = get("https://web:6346/a");
    run(2);
    assertEquals("you asked for /a", clear.body.toString());
    assertEquals("you asked for /a", secret.body.toString());
    assertEquals(0, port.newcomers());
    assertEquals(List.of(), refused);
  }

  /** The time of a newcomer does not go on for who has said what it speaks. */
  @Test
  void whoIsKnownMayStayAndAskAgain() {
    HttpClient secret = httpClient();
    Caller clear = new Caller();
    clear.send(REQUEST);
    Answer first = get(secret, "https://web:6346/1");
    run(10);
    assertEquals(2, server.connections());
    clear.send(REQUEST);
    Answer second = get(secret, "https://web:6346/2");
    run(1);
    assertEquals(3, clear.received.toString().split("you asked for /a", -1).length);
    assertEquals("you asked for /1", first.body.toString());
    assertEquals("you asked for /2", second.body.toString());
    assertEquals(2, server.connections());
    assertEquals(List.of(), refused);
    assertNull(clear.closed);
    secret.close();
  }

  /** The server's own limits, as at a port of its own. */
  @Test
  void theServerTakesNoMoreOfAnAddressThanItsLimitsSay() {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      callers.add(new Caller());
      callers.get(i).send(REQUEST);
      run(1);
    }
    assertEquals(1, callers.stream().filter(each -> each.closed != null).count());
    assertEquals(2, server.connections());
    assertEquals(1, server.turnedAway());
    assertEquals(0, port.newcomers());
  }

  @Test
  void whoBeginsTlsAndSaysNoMoreIsCutOffAndHoldsNoPlaceOfANewcomer() {
    Caller begun = new Caller();
    begun.send(new String(HELLO, ISO_8859_1));
    run(2);
    assertEquals(0, port.newcomers());
    assertEquals(1, server.connections());
    run(3);
    assertNull(begun.closed);
    run(60);
    assertNotNull(begun.closed);
    assertEquals(0, server.connections());
    assertEquals(List.of(), refused);
  }

  @Test
  void strangersAreCutOffAndDisturbNobody() {
    Caller silent = new Caller();
    Caller garbage = new Caller();
    garbage.send("\u0000\u00ff garbage");
    Caller alert = new Caller();
    alert.send("\u0015\u0003\u0003\u0000\u0002\u0002\u0028");
    Answer clear = get("http://web:6346/a");
    Answer secret = get("https://web:6346/a");
    run(2);
    assertEquals("you asked for /a", clear.body.toString());
    assertEquals("you asked for /a", secret.body.toString());
    assertEquals(List.of(Reason.PROTOCOL, Reason.PROTOCOL), refused);
    assertEquals(Reason.RESET, garbage.closed);
    assertEquals(Reason.RESET, alert.closed);
    assertNull(silent.closed);
    run(2);
    assertEquals(Reason.RESET, silent.closed);
    assertEquals(Reason.TIMEOUT, refused.get(2));
  }

  // ---- the lab

  private static Path resource(String name) throws Exception {
    return Path.of(PortProtocolsTest.class.getResource("/tls/" + name).toURI());
  }

  private static SSLEngine engine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  private static void answer(HttpRequest request, HttpExchange exchange) {
    byte[] text = ("you asked for " + request.path()).getBytes(ISO_8859_1);
    exchange.reply(200, HttpFields.NONE, ByteBuffer.wrap(text));
  }

  private void run(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  private HttpClient httpClient() {
    try {
      return new HttpClient(client, new TlsClient.Trust(true, resource("web.pem")));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Answer get(String url) {
    return get(httpClient(), url);
  }

  private static Answer get(HttpClient http, String url) {
    Answer answer = new Answer();
    HttpClient.Manner manner =
        new HttpClient.Manner(
            HttpFields.NONE,
            SocketOptions.DEFAULT,
            5_000_000_000L,
            0,
            Link.UNLIMITED,
            Reach.HOST,
            true);
    http.get(Url.parse(url), null, manner, answer);
    return answer;
  }

  private static final class Answer implements HttpCall.Listener {
    private final StringBuilder body = new StringBuilder();

    @Override
    public void onResponse(HttpResponse response) {}

    @Override
    public void onBody(ByteBuffer data) {
      body.append(ISO_8859_1.decode(data));
    }

    @Override
    public void onEnd(@Nullable OverlayException failure) {
      if (failure != null) {
        body.append(failure.getMessage());
      }
    }
  }

  private final class Caller implements LinkHandler {
    private final StringBuilder received = new StringBuilder();
    private final Link link;
    private boolean open;
    private @Nullable Reason closed;

    private Caller() {
      link = client.transport().connect(AT, SocketOptions.DEFAULT, this);
      link.request(Link.UNLIMITED);
      simulation.runUntil(() -> open, Duration.ofSeconds(1));
    }

    private void send(String text) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      assertEquals(bytes.length, link.write(ByteBuffer.wrap(bytes)));
    }

    @Override
    public void onOpen(Link opened) {
      open = true;
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      received.append(ISO_8859_1.decode(data));
    }

    @Override
    public void onClosed(Link ended, Reason reason) {
      closed = reason;
    }
  }
}
