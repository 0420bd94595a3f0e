package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a login that a server of another make, as recorded, refuses. */
class RecordedRefusalTest {

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
  private final Host serverHost = simulation.newHost("hub1", null, null);

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  @Test
  void theNick() {
    assertRefused("bad nick", "is not allowed");
  }

  @Test
  void theLinkSpeed() {
    assertRefused("bad speed", "99: invalid speed");
  }

  @Test
  void tooFewParameters() {
    assertRefused("short login", "Too few parameters for login.");
  }

  @Test
  void tooFastIsNotFinal() {
    RecordedServer server = new RecordedServer(serverHost, "12-errors", "same nick");
    CompletableFuture<Void> joined = join();
    assertFalse(joined.isDone());
    assertTrue(server.sent.size() > 1, "not tried again");
    assertEquals(server.sent.get(0), server.sent.get(1));
  }

  private void assertRefused(String connection, String words) {
    RecordedServer server = new RecordedServer(serverHost, "12-errors", connection);
    CompletableFuture<Void> joined = join();
    assertTrue(reason(joined).contains(words), () -> reason(joined));
    assertEquals(1, server.sent.size(), "tried again in vain");
  }

  private static String reason(CompletableFuture<Void> joined) {
    assertTrue(joined.isDone(), "no answer");
    CompletionException thrown = assertThrows(CompletionException.class, joined::join);
    OverlayException cause = (OverlayException) thrown.getCause();
    assertEquals(Reason.REFUSED, cause.reason());
    return String.valueOf(cause.getMessage());
  }

  private CompletableFuture<Void> join() {
    Host host = simulation.newHost("loader", null, null);
    Endpoint at = serverHost.listenAddress().withPort(RecordedServer.PORT);
    HybridConfig config =
        HybridConfig.DEFAULT
            .withServers(List.of(at.toString()))
            .withUser("loader12", "pw", "")
            .withListen(host.listenAddress().withPort(6699));
    CompletableFuture<Void> joined =
        new HybridProvider().create(host, config).join().toCompletableFuture();
    simulation.runFor(Duration.ofMinutes(1));
    return joined;
  }
}
