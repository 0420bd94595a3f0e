package io.peerwright.kit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.tck.fuzz.DirectLink;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.tck.fuzz.Stranger;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client whose server says anything, with redirects, and a server that is told anything. */
class HttpLinkFuzzTest extends FuzzContract {

  private static final Endpoint PORT = Endpoint.parse("10.78.0.1:80");
  private static final Endpoint CALLER = Endpoint.parse("10.78.0.2:4000");
  private static final int ROUNDS_OF_A_NETWORK = 1000;

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
                "http-client",
                input -> network().ask(input),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n",
                "HTTP/1.0 302 Found\r\nLocation: ../x?y\r\n\r\n",
                "HTTP/1.1 301\r\nLocation: http://10.78.0.1/\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 206 Part\r\nContent-Length: 1\r\n\r\na")
            .conversation(),
        FuzzTarget.of(
            "http-server",
            input -> server().tell(input),
            "GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
            "HEAD * HTTP/1.0\n\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"));
  }

  private @Nullable Network network;
  private @Nullable Server server;

  private Server server() {
    if (server == null) {
      server = new Server();
    }
    return server;
  }

  /** A fresh one now and then: a long run must not be one long story. */
  private Network network() {
    if (network == null || network.rounds == ROUNDS_OF_A_NETWORK) {
      network = new Network();
    }
    network.rounds++;
    return network;
  }

  private static final class Network {
    private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison());
    private final List<Throwable> errors = new ArrayList<>();
    private final HttpClient client =
        new HttpClient(
            simulation.newHost("client", null, null), TlsClient.Trust.DEFAULT, AddressPolicy.ANY);
    private final Stranger server = new Stranger(simulation.newHost("stranger", PORT, null));
    private int rounds;

    Network() {
      simulation.onError((host, thrown) -> errors.add(thrown));
      server.listen(PORT);
    }

    void ask(byte[] answer) {
      server.answer(answer);
      Result result = new Result();
      HttpClient.Manner manner =
          new HttpClient.Manner(
              HttpFields.NONE, SocketOptions.DEFAULT, 10_000_000_000L, Link.UNLIMITED);
      client.get(Url.parse("http://10.78.0.1/a/b"), PORT, manner, result);
      assertTrue(simulation.runUntil(() -> result.ends > 0, Duration.ofMinutes(2)), "no end");
      settle();
      assertEquals(1, result.ends);
    }

    private void settle() {
      simulation.runFor(Duration.ofMillis(200));
      if (!errors.isEmpty()) {
        throw new AssertionError("a handler failed", errors.get(0));
      }
    }
  }

  /** Is told an input by a link of its own, without a network. */
  private static final class Server {
    private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
    private final HttpServer server =
        new HttpServer(
            simulation.newHost("server", PORT, null).loop(),
            new HttpServer.Limits(10, 10, 8192, 1 << 16, 60_000_000_000L),
            new MemoryBudget(1 << 24),
            (request, exchange) -> {
              assertTrue(request.path().length() <= request.target().length());
              exchange.reply(200, HttpFields.NONE, ByteBuffer.allocate(3));
            });

    void tell(byte[] request) {
      DirectLink.bring(PORT, CALLER, request, server::onAccept);
      assertEquals(0, server.connections());
      assertEquals(0, server.memoryBytes());
    }
  }

  private static final class Result implements HttpCall.Listener {
    private int ends;

    @Override
    public void onResponse(HttpResponse response) {
      assertEquals(0, ends);
    }

    @Override
    public void onBody(ByteBuffer data) {
      assertTrue(ends == 0 && data.hasRemaining());
    }

    @Override
    public void onEnd(@Nullable OverlayException failure) {
      ends++;
    }
  }
}
