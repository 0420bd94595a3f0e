package io.peerwright.overlay.gnutella.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.HttpSource;
import io.peerwright.kit.download.SourceEnd;
import io.peerwright.kit.download.SourceListener;
import io.peerwright.kit.hash.Thex;
import io.peerwright.kit.http.ByteRange;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What gtk-gnutella has answered is understood, and what it was asked is answered alike. */
class CapturedTransfersTest {

  private static final Endpoint SERVER = Endpoint.parse("45.10.1.1:16401");

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private int hosts;

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  private Host host() {
    return simulation.newHost("host" + hosts++, null, null);
  }

  // Answers of gtk-gnutella.

  /** Says what was recorded as soon as a request has come. */
  private static final class Player implements LinkHandler {
    private final String answer;
    private final StringBuilder asked;

    Player(String answer, StringBuilder asked) {
      this.answer = answer;
      this.asked = asked;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      asked.append(ISO_8859_1.decode(data));
      if (asked.indexOf("\r\n\r\n") > 0) {
        link.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
        if (answer.contains("Connection: close")) {
          link.close();
        }
      }
    }

    @Override
    public void onWritable(Link link) {}

    @Override
    public void onClosed(Link link, io.peerwright.api.Reason reason) {}
  }

  /** What has become of a request for a part of a file. */
  private static final class Heard implements SourceListener {
    private final Part part;
    private final StringBuilder bytes = new StringBuilder();
    private @Nullable SourceEnd end;

    Heard(long from, long to) {
      part = new Part(from, to);
    }

    @Override
    public void onStep(Download.State state, String words) {}

    @Override
    public Part claim() {
      return part;
    }

    @Override
    public void onOpen() {}

    @Override
    public void onBytes(ByteBuffer data) {
      bytes.append(ISO_8859_1.decode(data));
    }

    @Override
    public void onEnd(SourceEnd told) {
      end = told;
    }
  }

  private final StringBuilder asked = new StringBuilder();

  private Heard ask(Recorded.Exchange exchange, ServentDialect dialect, int size) {
    Host server = host();
    Host client = host();
    Endpoint at = server.listenAddress().withPort(80);
    server
        .transport()
        .listen(at, SocketOptions.DEFAULT, link -> new Player(exchange.answer(), asked));
    String range = Recorded.Exchange.field(exchange.request(), "Range");
    ByteRange part = ByteRange.of(range, size).orElse(ByteRange.whole(size));
    Heard heard = new Heard(part.first(), part.first() + part.length());
    Url url = Url.parse("http://" + at + "/x");
    HttpSource source =
        new HttpSource(
            client.loop(),
            new HttpClient(client, TlsClient.Trust.DEFAULT),
            url,
            size,
            false,
            Reach.HOST,
            dialect);
    client.loop().execute(() -> source.open(heard).request(size));
    simulation.runFor(Duration.ofSeconds(2));
    return heard;
  }

  private static Map<String, Recorded.Exchange> byName(int number) {
    return Recorded.of(number).stream()
        .collect(Collectors.toMap(Recorded.Exchange::name, each -> each, (one, other) -> one));
  }

  @Test
  void whatItSendsIsTaken() {
    Map<String, Recorded.Exchange> all = byName(40);
    assertEquals(
        Recorded.alpha(),
        ask(all.get("whole"), new ServentDialect(344, null, ServentDialect.Observer.NONE), 344)
            .bytes
            .toString());
    assertEquals(
        Recorded.delta().substring(16, 32),
        ask(all.get("range"), new ServentDialect(256, null, ServentDialect.Observer.NONE), 256)
            .bytes
            .toString());
    assertEquals(
        Recorded.delta().substring(248),
        ask(all.get("suffix"), new ServentDialect(256, null, ServentDialect.Observer.NONE), 256)
            .bytes
            .toString());
    Heard slot =
        ask(
            byName(44).get("slot3"),
            new ServentDialect(344, null, ServentDialect.Observer.NONE),
            344);
    assertEquals("line 00 of", slot.bytes.toString());
  }

  @Test
  void whatItDoesNotHaveIsNotAskedForAgain() {
    Map<String, Recorded.Exchange> all = byName(43);
    for (String name : List.of("e404", "e404index", "e400")) {
      Heard heard =
          ask(all.get(name), new ServentDialect(344, null, ServentDialect.Observer.NONE), 344);
      assertEquals(SourceEnd.Kind.GONE, heard.end.kind(), name);
    }
    // A range behind the end of its file: it sends the last byte.
    Heard behind =
        ask(
            all.get("e416"),
            new ServentDialect(100_011, null, ServentDialect.Observer.NONE),
            100_011);
    assertEquals(SourceEnd.Kind.GONE, behind.end.kind());
    assertEquals("", behind.bytes.toString());
  }

  @Test
  void itsQueueIsUnderstood() {
    Map<String, Recorded.Exchange> all = byName(44);
    ServentDialect dialect = new ServentDialect(344, null, ServentDialect.Observer.NONE);
    Heard first = ask(all.get("slot0"), dialect, 344);
    assertEquals(SourceEnd.Kind.QUEUED, first.end.kind());
    assertTrue(first.end.words().endsWith(" has us in its queue at 2 of 8"), first.end.words());
    assertEquals(45 + (105 - 45) / 4, first.end.retryNanos() / 1_000_000_000L);
    assertEquals(
        "X-Queue: 1.0\r\nX-Features: queue/1.0, fwalt/0.1\r\n"
            + "X-Queued: position=2; ID=42c8bc1b53fbea98d6687fb6578b51cc\r\n",
        dialect.fields().toString());
    Heard third =
        ask(all.get("slot2"), new ServentDialect(344, null, ServentDialect.Observer.NONE), 344);
    assertEquals(75 + (135 - 75) / 4, third.end.retryNanos() / 1_000_000_000L);
    // Uploads are switched off: another number, yet a place.
    Heard off =
        ask(all.get("off"), new ServentDialect(344, null, ServentDialect.Observer.NONE), 344);
    assertEquals(SourceEnd.Kind.QUEUED, off.end.kind());
    assertEquals(10, off.end.retryNanos() / 1_000_000_000L);
  }

  // Requests that gtk-gnutella has answered.

  private String answer(String request) {
    Host server = host();
    Library library = new Library(() -> 5);
    Recorded.files(server.directory()).forEach(library::add);
    FileServer files =
        new FileServer(
            server.loop(),
            library,
            new FetchedFiles(true, () -> null),
            GnutellaConfig.DEFAULT,
            new Alternates(AddressPolicy.ANY),
            new ServerDials(server, link -> null),
            () -> null,
            () -> null);
    HttpServer.Limits limits = new HttpServer.Limits(10, 10, 8_192, 1 << 16, 10_000_000_000L);
    Endpoint at = server.listenAddress().withPort(SERVER.port());
    server
        .transport()
        .listen(
            at,
            SocketOptions.DEFAULT,
            new HttpServer(server.loop(), limits, new MemoryBudget(1 << 22), files));
    StringBuilder received = new StringBuilder();
    Host client = host();
    client
        .transport()
        .connect(
            at,
            SocketOptions.DEFAULT,
            new LinkHandler() {
              @Override
              public void onOpen(Link link) {
                link.request(Link.UNLIMITED);
                link.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
              }

              @Override
              public void onData(Link link, ByteBuffer data) {
                received.append(ISO_8859_1.decode(data));
              }

              @Override
              public void onWritable(Link link) {}

              @Override
              public void onClosed(Link link, io.peerwright.api.Reason reason) {}
            });
    simulation.runFor(Duration.ofSeconds(3));
    return received.toString();
  }

  /** The same status, part, name and bytes; the other fields are each servent's own. */
  private void assertAlike(Recorded.Exchange recorded) {
    Recorded.Exchange ours = ours(recorded);
    assertEquals(recorded.status(), ours.status(), recorded.request());
    if (recorded.status() < 300) {
      assertEquals(recorded.body(), ours.body());
      for (String field : List.of("Content-Range", "Content-Length")) {
        assertEquals(recorded.field(field), ours.field(field));
      }
      for (String field : List.of("X-Gnutella-Content-URN", "X-Thex-URI")) {
        if (!recorded.field(field).isEmpty()) {
          assertEquals(recorded.field(field), ours.field(field));
        }
      }
    }
  }

  @Test
  void itsTreeIsTakenAndOursIsTheSame() {
    List<Recorded.Exchange> all = Recorded.of(41);
    all.forEach(this::assertAlike);
    Recorded.Exchange tree = all.get(1);
    byte[] message = tree.body().getBytes(ISO_8859_1);
    assertEquals(540, message.length);
    Urn root = Urn.parse("urn:tree:tiger:BZVVEG54BLIC5BTPAEE2WYFMNG77IUYOYI7JQOY");
    Thex.Row row = Thex.read(message, 344, root);
    assertEquals("1024 1", row.partBytes() + " " + row.hashes().size());
    assertTrue(ours(tree).body().equals(tree.body()), "the same 540 bytes");
    assertEquals(tree.field("Content-Type"), ours(tree).field("Content-Type"));
    String other = tree.request().replace("BZVV", "CZVV");
    assertTrue(answer(other).startsWith("HTTP/1.1 404 "));
  }

  private Recorded.Exchange ours(Recorded.Exchange recorded) {
    return new Recorded.Exchange(recorded.name(), "", answer(recorded.request()));
  }

  @Test
  void itsAnswersAreOurs() {
    Recorded.of(40).forEach(this::assertAlike);
    Map<String, Recorded.Exchange> errors = byName(43);
    List.of("e404", "e404index", "e400").forEach(name -> assertAlike(errors.get(name)));
    assertAlike(byName(44).get("slot3"));
    // RFC 9110 has a number for a range behind the end, which gtk-gnutella does not use.
    String behind = answer(errors.get("e416").request());
    assertTrue(behind.startsWith("HTTP/1.1 416 "), behind);
    assertTrue(behind.contains("\r\nContent-Range: bytes */344\r\n"), behind);
    // Known, but not for us.
    assertTrue(answer(errors.get("emethod").request()).startsWith("HTTP/1.1 405 "));
  }
}
