package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same conversation over real sockets. */
class LiveReplayTest {

  private static final String NAME = "02-share-unshare-stats";
  private static final Endpoint LOOPBACK = Endpoint.parse("127.0.0.1:0");

  @Test
  void answersAsRecorded() throws Exception {
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host host = network.newHost("server", LOOPBACK, null);
      Host user = network.newHost("user", LOOPBACK, null);
      HybridServer server =
          new HybridServer("hybrid-server", host, Servers.asRecorded().withListen(LOOPBACK));
      on(host, server::join).toCompletableFuture().get(60, TimeUnit.SECONDS);
      Endpoint address = on(host, server::local);
      List<String> recorded = new ArrayList<>();
      WireClient client = on(user, () -> new WireClient(user, address));
      for (Capture.Step step : Capture.read(NAME).steps()) {
        if (step.kind() == Capture.Kind.SENT) {
          on(user, () -> send(client, step.bytes()));
        } else {
          recorded.add(WireClient.text(ByteBuffer.wrap(step.bytes())));
        }
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (on(user, () -> client.received.size()) < recorded.size()) {
        assertTrue(System.nanoTime() < deadline, () -> "received " + client.received);
      }
      assertEquals(
          String.join("\n", Differences.expected(NAME, "only", recorded)),
          String.join("\n", on(user, () -> Differences.normal(NAME, client.received))));
    }
  }

  private static boolean send(WireClient client, byte[] bytes) {
    client.send(bytes);
    return true;
  }

  /** Does something on a host's loop and waits for it. */
  private static <T> T on(Host host, Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    return result.get(60, TimeUnit.SECONDS);
  }
}
