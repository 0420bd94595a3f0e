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
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A client that takes a body no faster than it wants to, in simulation. */
class HttpCreditTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");
  private static final int STALL_SECONDS = 5;

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();

  private void run(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  @Test
  void whatStandsAroundTheBodyCostsNoCredit() {
    StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\n");
    answer.append("Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 1000; i++) {
      answer.append("a\r\n0123456789\r\n");
    }
    Taker taker = new Taker(answer + "0\r\n\r\n", 100, true);
    run(60);
    assertEquals(10_000, taker.came);
    assertEquals(1, taker.ends);
    assertNull(taker.failure);
  }

  @Test
  void silenceCountsOnlyWhileSomethingMayCome() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n";
    Taker taker = new Taker(head + "x".repeat(2000), 1000, false);
    for (int i = 1; i <= 2; i++) {
      run(10 * STALL_SECONDS);
      assertEquals(1000 * i, taker.came);
      assertEquals(0, taker.ends);
      taker.call.request(1000);
    }
    run(STALL_SECONDS + 1);
    assertEquals(1, taker.ends);
    assertNotNull(taker.failure);
    assertEquals(Reason.TIMEOUT, taker.failure.reason());
  }

  /** A graceful end would hear it out, however much that is. */
  @Test
  void aServerWhoseAnswerIsNotWantedAnyMoreIsCutOff() {
    int body = 20_000_000;
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body + "\r\n\r\n";
    Taker taker = new Taker(head + "x".repeat(body), Link.UNLIMITED, false);
    assertTrue(simulation.runUntil(() -> taker.came > 0, Duration.ofSeconds(10)));
    taker.call.close();
    run(1);
    assertNotNull(taker.server);
    assertEquals(Reason.RESET, taker.server.closed);
    assertTrue(taker.server.answer.remaining() > body / 2);
    assertEquals(0, taker.ends);
  }

  /** Asks a server that answers one thing. */
  private final class Taker implements HttpCall.Listener {

    final HttpCall call;
    @Nullable Answering server;
    final boolean takesMore;
    int came;
    int owed;
    int ends;
    @Nullable OverlayException failure;

    Taker(String answer, int credit, boolean takesMore) {
      this.takesMore = takesMore;
      Host host = simulation.newHost("server", SERVER.withPort(0), null);
      host.transport()
          .listen(SERVER, SocketOptions.DEFAULT, link -> server = new Answering(link, answer));
      Host client = simulation.newHost("client", null, null);
      call =
          HttpCall.start(
              client.loop(),
              client.transport(),
              SERVER,
              Url.parse("http://10.78.0.1/x"),
              HttpFields.NONE,
              SocketOptions.DEFAULT,
              STALL_SECONDS * 1_000_000_000L,
              credit,
              this);
    }

    @Override
    public void onResponse(HttpResponse began) {
      assertEquals(200, began.status());
    }

    @Override
    public void onBody(ByteBuffer data) {
      came += data.remaining();
      owed += data.remaining();
      if (takesMore && owed >= 50) {
        call.request(owed);
        owed = 0;
      }
    }

    @Override
    public void onEnd(@Nullable OverlayException how) {
      failure = how;
      ends++;
    }
  }

  private static final class Answering implements LinkHandler {

    final ByteBuffer answer;
    @Nullable Reason closed;

    Answering(Link link, String answer) {
      this.answer = ByteBuffer.wrap(answer.getBytes(ISO_8859_1));
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link from, ByteBuffer request) {
      from.write(answer);
    }

    @Override
    public void onWritable(Link writable) {
      writable.write(answer);
    }

    @Override
    public void onClosed(Link ended, Reason reason) {
      closed = reason;
    }
  }
}
