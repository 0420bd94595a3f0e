package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client of servers that end too early, too late or not at all, in simulation. */
class HttpCallTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");
  private static final Endpoint NOBODY = Endpoint.parse("10.78.0.9:80");
  private static final Url URL = Url.parse("http://server.example/x");
  private static final HttpClient.Manner MANNER =
      new HttpClient.Manner(HttpFields.NONE, SocketOptions.DEFAULT, 5_000_000_000L, Link.UNLIMITED);

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private int hosts;

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  @Test
  void aBodyThatIsCutShortIsNoAnswer() {
    Answer cut = ask("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true);
    assertEquals("abc", cut.body.toString());
    assertEquals(Reason.RESET, cut.reason());
  }

  @Test
  void aBodyWithoutALengthIsWholeWhenItEnds() {
    Answer whole = ask("HTTP/1.0 200 OK\r\n\r\nabc", true);
    assertEquals("abc", whole.body.toString());
    assertNull(whole.failure);
    assertEquals(1, whole.ends);
  }

  @Test
  void interimResponsesAreLeftOutUpToSomeNumber() {
    String interim = "HTTP/1.1 100 Continue\r\n\r\n";
    String last = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
    Answer some = ask(interim.repeat(10) + last, false);
    assertEquals("200 x", some.status + " " + some.body);
    assertNull(some.failure);
    Answer endless = ask(interim.repeat(11) + last, false);
    assertEquals(Reason.PROTOCOL, endless.reason());
    assertEquals("", endless.body.toString());
  }

  /** A byte a second is never a stall. */
  @Test
  void aServerThatDripsHasATimeForTheWhole() {
    Host client = client(List.of(SERVER));
    Dripping server = new Dripping("HTTP/1.1 200 OK\r\n\r\n");
    Answer answer = new Answer();
    get(client, 20_000_000_000L, answer);
    for (int second = 0; second < 30; second++) {
      server.drip();
      simulation.runFor(Duration.ofSeconds(1));
      assertEquals(second < 19 ? 0 : 1, answer.ends, "after " + (second + 1) + " s");
    }
    assertEquals(Reason.TIMEOUT, answer.reason());
  }

  /** A part of a header is nothing yet: else one of 16 KiB would last as long as it likes. */
  @Test
  void aHeaderThatDripsIsAStall() {
    Host client = client(List.of(SERVER));
    Dripping server = new Dripping("HTTP/1.1 200 ");
    Answer answer = new Answer();
    get(client, 0, answer);
    for (int second = 0; second < 6; second++) {
      server.drip();
      simulation.runFor(Duration.ofSeconds(1));
      assertEquals(second < 5 ? 0 : 1, answer.ends, "after " + (second + 1) + " s");
    }
    assertEquals(Reason.TIMEOUT, answer.reason());
  }

  @Test
  void everyAddressOfANameIsAsked() {
    Answer answer = new Answer();
    new Server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", false);
    HttpGet get = get(client(List.of(NOBODY, SERVER.withPort(81), SERVER)), 0, answer);
    simulation.runFor(Duration.ofMinutes(2));
    assertNull(answer.failure);
    assertEquals("x", answer.body.toString());
    assertEquals(SERVER, get.remote());
  }

  @Test
  void aStrangersNameIsAskedWhereItIsFar() {
    Endpoint far = Endpoint.parse("8.78.0.1:80");
    Host client = client(List.of(Endpoint.parse("127.0.0.1:80"), NOBODY, far));
    Answer answer = new Answer();
    HttpGet get =
        new HttpClient(client, TlsClient.Trust.DEFAULT)
            .get(URL, null, MANNER.withSource(Reach.WORLD), answer);
    simulation.runFor(Duration.ofMinutes(1));
    assertEquals(far, get.remote());
    assertNotEquals(Reason.NOT_PERMITTED, answer.reason());
  }

  private Answer ask(String text, boolean ends) {
    Answer answer = new Answer();
    Server server = new Server(text, ends);
    get(client(List.of(SERVER)), 0, answer);
    simulation.runFor(Duration.ofSeconds(2));
    server.host.close();
    simulation.runFor(Duration.ofSeconds(2));
    return answer;
  }

  private static HttpGet get(Host client, long wholeNanos, Answer answer) {
    return new HttpClient(client, TlsClient.Trust.DEFAULT)
        .get(URL, null, MANNER.withWhole(wholeNanos), answer);
  }

  /** A host that knows the addresses of one name. */
  private Host client(List<Endpoint> addresses) {
    Host host = simulation.newHost("client" + hosts++, null, null);
    ForwardingTransport naming =
        new ForwardingTransport(host.transport()) {
          @Override
          public Handle resolve(String name, long within, Consumer<List<Endpoint>> found) {
            assertEquals("server.example:80", name);
            host.loop().execute(() -> found.accept(addresses));
            return () -> {};
          }
        };
    return new DecoratedHost(host, naming);
  }

  /** Answers with a text, whatever is asked. */
  private final class Server implements LinkHandler {

    private final Host host = simulation.newHost("server" + hosts++, SERVER.withPort(0), null);
    private final String text;
    private final boolean ends;

    private Server(String text, boolean ends) {
      this.text = text;
      this.ends = ends;
      host.transport().listen(SERVER, SocketOptions.DEFAULT, this::accept);
    }

    private LinkHandler accept(Link link) {
      link.request(Link.UNLIMITED);
      return this;
    }

    @Override
    public void onData(Link from, ByteBuffer request) {
      int taken = from.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
      assertEquals(text.length(), taken);
      if (ends) {
        from.closeOutput();
      }
    }

    @Override
    public void onClosed(Link closed, Reason reason) {}
  }

  /** Sends one byte whenever it is told to. */
  private final class Dripping implements LinkHandler {

    private final String first;
    private @Nullable Link link;
    private boolean begun;

    /** Sends the first bytes at once, and then one each time. */
    private Dripping(String first) {
      this.first = first;
      Host host = simulation.newHost("server", SERVER.withPort(0), null);
      host.transport().listen(SERVER, SocketOptions.DEFAULT, this::accept);
    }

    private LinkHandler accept(Link opened) {
      opened.request(Link.UNLIMITED);
      link = opened;
      return this;
    }

    private void drip() {
      byte[] next = (begun ? "x" : first).getBytes(ISO_8859_1);
      Link open = link;
      if (open != null) {
        begun |= open.write(ByteBuffer.wrap(next)) > 0;
      }
    }

    @Override
    public void onData(Link from, ByteBuffer request) {}

    @Override
    public void onClosed(Link closed, Reason reason) {
      link = null;
    }
  }

  private static final class Answer implements HttpCall.Listener {

    private final StringBuilder body = new StringBuilder();
    private int status;
    private int ends;
    private @Nullable OverlayException failure;

    private Reason reason() {
      assertEquals(1, ends);
      assertNotNull(failure);
      return failure.reason();
    }

    @Override
    public void onResponse(HttpResponse response) {
      status = response.status();
    }

    @Override
    public void onBody(ByteBuffer data) {
      assertTrue(data.hasRemaining());
      body.append(ISO_8859_1.decode(data));
    }

    @Override
    public void onEnd(@Nullable OverlayException how) {
      failure = how;
      ends++;
    }
  }
}
