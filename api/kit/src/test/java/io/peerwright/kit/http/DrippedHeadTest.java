package io.peerwright.kit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that lets who asks wait for its turn, on a connection that is kept. */
class DrippedHeadTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();

  private RawClient client(String name) {
    return new RawClient(simulation.newHost(name, null, null), SERVER, Link.UNLIMITED);
  }

  private void run(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  private void drip(RawClient slow, int seconds) {
    for (int i = 0; i < seconds; i++) {
      run(1);
      slow.send("A: b\r\n");
    }
  }

  /** Who waits for its turn may be silent for long; a head that has begun is none of that. */
  @Test
  void aDrippedHeadHoldsAConnectionNoLongerThanOneThatIsWaitedFor() {
    Host host = simulation.newHost("server", SERVER.withPort(0), null);
    HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(20, 10, 2000, 1 << 16, 50_000_000_000L),
            new MemoryBudget(1 << 20),
            (request, exchange) ->
                exchange.reply(
                    200,
                    HttpFields.NONE,
                    ByteBuffer.wrap(request.target().getBytes(StandardCharsets.ISO_8859_1))));
    host.transport().listen(SERVER, SocketOptions.DEFAULT, server);
    run(1);
    RawClient silent = client("silent");
    RawClient slow = client("slow");
    slow.send("GET /first HTTP/1.1\r\n\r\n");
    run(20);
    slow.send("GET /second HTTP/1.1\r\n");
    drip(slow, 8);
    assertNull(slow.closed);
    run(1);
    slow.send("\r\nGET /third HTTP/1.1\r\n");
    drip(slow, 9);
    assertEquals(List.of("/first", "/second"), slow.bodies());
    assertNull(slow.closed);
    run(2);
    assertEquals(Reason.RESET, slow.closed);
    assertNull(silent.closed);
    simulation.close();
  }
}
