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
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are kept and used again, with friendly and hostile servers, in simulation. */
class ConnectionPoolTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");
  private static final long STALL_NANOS = 5_000_000_000L;

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final Host host = simulation.newHost("client", null, null);
  private final HttpClient client =
      new HttpClient(host, TlsClient.Trust.DEFAULT, AddressPolicy.ANY);

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  @Test
  void whatIsAskedInARowComesOverOneConnection() {
    PathServer server = new PathServer(simulation, SERVER);
    for (int i = 0; i < 10; i++) {
      assertEquals("request " + i, ask(i, Link.UNLIMITED).body());
    }
    assertEquals(1, server.links.size());
    assertEquals(1, client.pool().size());
    simulation.runFor(Duration.ofNanos(HttpConnection.IDLE_NANOS).minusSeconds(1));
    assertNull(server.links.get(0).closed);
    simulation.runFor(Duration.ofSeconds(2));
    assertNotNull(server.links.get(0).closed);
    assertEquals(0, client.pool().size());
  }

  @Test
  void whatIsAskedAtOnceComesOverAsManyAndFewAreKept() {
    PathServer server = new PathServer(simulation, SERVER);
    List<Answer> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(start("http://10.78.0.1/" + i, Link.UNLIMITED));
    }
    simulation.runFor(Duration.ofSeconds(1));
    assertTrue(all.stream().allMatch(each -> each.ends == 1 && each.failure == null));
    assertEquals(6, server.links.size());
    assertEquals(ConnectionPool.MOST_IDLE_OF_ORIGIN, client.pool().size());
    assertEquals(2, server.closed());
  }

  @Test
  void thereIsABoundForAllOriginsTogether() {
    int count = ConnectionPool.MOST_IDLE + 8;
    PathServer server = new PathServer(simulation, SERVER);
    for (int i = 0; i < count; i++) {
      // Another name, and so another origin, at the same address.
      start("http://" + i + ".example/0", SERVER, Link.UNLIMITED);
      simulation.runFor(Duration.ofMillis(300));
    }
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(count, server.links.size());
    assertEquals(ConnectionPool.MOST_IDLE, client.pool().size());
    assertEquals(8, server.closed());
    assertNotNull(server.links.get(7).closed);
    assertNull(server.links.get(8).closed);
  }

  @Test
  void nothingIsKeptOfAClientThatIsClosed() {
    PathServer server = new PathServer(simulation, SERVER);
    ask(0, Link.UNLIMITED);
    client.close();
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(1, server.closed());
    assertEquals("request 1", ask(1, Link.UNLIMITED).body());
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(2, server.closed());
  }

  /** The server closes it when the second request is on its way. */
  @Test
  void aConnectionThatDiedWhileIdleIsReplaced() {
    PathServer server = new PathServer(simulation, SERVER);
    ask(0, Link.UNLIMITED);
    server.links.get(0).hangsUp = true;
    assertEquals("request 1", ask(1, Link.UNLIMITED).body());
    assertEquals(2, server.links.size());
    assertEquals("request 2", ask(2, Link.UNLIMITED).body());
    assertEquals(2, server.links.size());
  }

  @Test
  void aServerThatHangsUpIsAskedOnceMoreOnly() {
    PathServer server = new PathServer(simulation, SERVER);
    ask(0, Link.UNLIMITED);
    server.allHangUp = true;
    server.links.get(0).hangsUp = true;
    Answer answer = ask(1, Link.UNLIMITED);
    assertNotNull(answer.failure);
    assertEquals(Reason.RESET, answer.failure.reason());
    assertEquals(2, server.links.size());
  }

  /** Something of the answer had come, so the server had not given the connection up before. */
  @Test
  void anAnswerThatBreaksOffIsNotAskedForAgain() {
    PathServer server = new PathServer(simulation, SERVER);
    ask(0, Link.UNLIMITED);
    server.form = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    server.links.get(0).hangsUpAfterwards = true;
    Answer answer = ask(1, Link.UNLIMITED);
    assertNotNull(answer.failure);
    assertEquals("half", answer.text.toString());
    assertEquals(1, server.links.size());
  }

  @Test
  void aServerThatClosesInOrderIsAskedAnew() {
    PathServer server = new PathServer(simulation, SERVER);
    ask(0, Link.UNLIMITED);
    server.links.get(0).link.close();
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(0, client.pool().size());
    assertEquals("request 1", ask(1, Link.UNLIMITED).body());
    assertEquals(2, server.links.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: Close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: x, close\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n",
      })
  void aConnectionThatTheServerDoesNotKeepIsNotUsedAgain(String head) {
    PathServer server = new PathServer(simulation, SERVER);
    server.form = head + "request %s";
    assertEquals("request 0", ask(0, Link.UNLIMITED).body());
    assertEquals(0, client.pool().size());
    assertEquals("request 1", ask(1, Link.UNLIMITED).body());
    assertEquals(2, server.links.size());
  }

  /** Which of the lengths counts, and so where the answer ends, others may see otherwise. */
  @Test
  void anAnswerWithTwoLengthsIsTheLast() {
    PathServer server = new PathServer(simulation, SERVER);
    server.form =
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "9\r\nrequest %s\r\n0\r\n\r\n";
    assertEquals("request 0", ask(0, Link.UNLIMITED).body());
    assertEquals("request 1", ask(1, Link.UNLIMITED).body());
    assertEquals(2, server.links.size());
  }

  /** What comes in the same packet, at once behind it, or while nothing is asked. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 500_000, 300_000_000})
  void whatNobodyHasAskedForIsNeverTheNextAnswer(long afterNanos) {
    String forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    PathServer server = new PathServer(simulation, SERVER);
    if (afterNanos < 0) {
      server.form += forged;
    } else {
      server.addition = forged;
      server.additionNanos = afterNanos;
    }
    boolean idle = afterNanos > 1_000_000;
    Answer first = start("http://10.78.0.1/0", Link.UNLIMITED);
    first.next = idle ? null : "http://10.78.0.1/1";
    simulation.runFor(Duration.ofSeconds(2));
    assertEquals("request 0", first.body());
    Answer second = idle ? ask(1, Link.UNLIMITED) : first.follower;
    assertNotNull(second);
    assertEquals("request 1", second.body());
    assertEquals(Reason.RESET, server.links.get(0).closed);
    assertEquals(2, server.links.size());
  }

  @Test
  void anAnswerThatIsGivenUpTakesItsConnectionAlong() {
    PathServer server = new PathServer(simulation, SERVER);
    server.form = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nrequest %s";
    Answer late = start("http://10.78.0.1/0", Link.UNLIMITED);
    assertTrue(simulation.runUntil(() -> late.text.length() > 0, Duration.ofSeconds(1)));
    late.get.close();
    server.form = PathServer.FORM;
    assertEquals("request 1", ask(1, Link.UNLIMITED).body());
    assertEquals(Reason.RESET, server.links.get(0).closed);
    assertEquals(2, server.links.size());
    assertEquals(0, late.ends);
  }

  /** As a download does that counts what has come of its range. */
  @Test
  void whoeverClosesAtTheLastByteKeepsTheConnection() {
    PathServer server = new PathServer(simulation, SERVER);
    Answer first = start("http://10.78.0.1/0", Link.UNLIMITED);
    first.closesAt = 9;
    first.next = "http://10.78.0.1/1";
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(0, first.ends);
    assertNotNull(first.follower);
    assertEquals("request 1", first.follower.body());
    assertEquals(1, server.links.size());
  }

  /** A connection may be owed much less than the call before allowed. */
  @Test
  void creditThatACallLeavesIsNotThatOfTheNext() {
    PathServer server = new PathServer(simulation, SERVER);
    ask(0, 2 * HttpConnection.AROUND_BYTES);
    server.form = "HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n" + "x".repeat(30_000);
    Answer careful = start("http://10.78.0.1/1", 1);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(1, careful.text.length());
    assertEquals(2, server.links.size());
    careful.get.request(999);
    simulation.runFor(Duration.ofSeconds(60));
    assertEquals(1000, careful.text.length());
    careful.get.request(29_000);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(30_000, careful.text.length());
    assertEquals(1, careful.ends);
    assertNull(careful.failure);
    assertEquals(0, ask(2, Link.UNLIMITED).ends - 1);
    assertEquals(2, server.links.size());
  }

  /** What came in time is still waiting for credit when the stream ends. */
  @Test
  void aBodyThatEndsWithTheStreamIsWholeOnceItIsTaken() {
    PathServer server = new PathServer(simulation, SERVER);
    server.form = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1000);
    server.everyLinkHangsUpAfterwards = true;
    Answer careful = start("http://10.78.0.1/1", 1);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(1, careful.text.length());
    assertEquals(0, careful.ends);
    careful.get.request(5000);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(1000, careful.text.length());
    assertEquals(1, careful.ends);
    assertNull(careful.failure);
  }

  // ---- the lab

  private Answer ask(int number, int credit) {
    Answer answer = start("http://10.78.0.1/" + number, credit);
    assertTrue(simulation.runUntil(() -> answer.ends > 0, Duration.ofSeconds(30)), "no end");
    return answer;
  }

  private Answer start(String url, int credit) {
    return start(url, null, credit);
  }

  private Answer start(String url, @Nullable Endpoint to, int credit) {
    Answer answer = new Answer();
    HttpClient.Manner manner =
        new HttpClient.Manner(
            HttpFields.NONE, SocketOptions.DEFAULT, STALL_NANOS, 0, credit, Reach.HOST, true);
    answer.get = client.get(Url.parse(url), to, manner, answer);
    return answer;
  }

  private final class Answer implements HttpCall.Listener {
    private final StringBuilder text = new StringBuilder();
    private HttpGet get;
    private int closesAt = -1;
    private int ends;
    private @Nullable String next;
    private @Nullable Answer follower;
    private @Nullable OverlayException failure;

    private String body() {
      assertEquals(1, ends);
      assertNull(failure);
      return text.toString();
    }

    @Override
    public void onResponse(HttpResponse response) {
      assertEquals(200, response.status());
    }

    @Override
    public void onBody(ByteBuffer data) {
      text.append(ISO_8859_1.decode(data));
      if (text.length() == closesAt) {
        get.close();
        follow();
      }
    }

    @Override
    public void onEnd(@Nullable OverlayException how) {
      ends++;
      failure = how;
      follow();
    }

    private void follow() {
      if (next != null) {
        follower = start(next, Link.UNLIMITED);
      }
    }
  }
}
