package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is thrown outside the handlers of a network that follows the real clock. */
class PacedErrorTest {

  @Test
  void whatIsThrownByWhoIsToldOfErrorsDoesNotStopThePeers() {
    try (Simulation simulation = Simulation.open(InMemoryConfig.DEFAULT)) {
      // Throws what handlers throw out of the run; here nobody waits for a run.
      simulation.strict();
      Host host = simulation.newHost("peer", null, null);
      host.loop()
          .execute(
              () -> {
                throw new IllegalStateException("thrown by a test");
              });
      CompletableFuture<String> later = new CompletableFuture<>();
      host.loop().execute(() -> host.loop().schedule(1_000_000, () -> later.complete("alive")));
      assertEquals("alive", later.orTimeout(30, TimeUnit.SECONDS).join());
    }
  }
}
