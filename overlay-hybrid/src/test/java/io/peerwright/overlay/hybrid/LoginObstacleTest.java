package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Whoever leaves before the login is told what was in the way of it. */
class LoginObstacleTest {

  private static final String MUTE = "10.9.0.9:8888";

  private static String obstacle(String server) {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host mute = simulation.newHost("mute", Endpoint.parse(MUTE), null);
      mute.transport().listen(Endpoint.parse(MUTE), SocketOptions.DEFAULT, link -> new Mute());
      Host host = simulation.newHost("alice", null, null);
      HybridConfig config = HybridConfig.DEFAULT.withServers(List.of(server));
      Overlay overlay = new HybridProvider().create(host, config);
      CompletableFuture<Void> joined = overlay.join().toCompletableFuture();
      simulation.runFor(Duration.ofSeconds(60));
      assertFalse(joined.isDone());
      overlay.leave();
      simulation.runFor(Duration.ofSeconds(1));
      return assertThrows(CompletionException.class, joined::join).getCause().getMessage();
    }
  }

  private static final class Mute implements LinkHandler {
    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  @Test
  void theServerAndWhatItDoesAreTold() {
    assertEquals(
        "left before the login: 10.9.0.9:8889 refuses the connection: nobody listens there",
        obstacle("10.9.0.9:8889"));
    assertEquals("left before the login: " + MUTE + " does not answer", obstacle(MUTE));
    assertEquals(
        "left before the login: nowhere.example:8888 has no address",
        obstacle("nowhere.example:8888"));
  }
}
