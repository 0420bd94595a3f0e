package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A server that tries itself out before it listens. */
class WarmUpTest {

  private static final HybridServerConfig WARM =
      Servers.asRecorded().withWarmUp(Duration.ofSeconds(1));

  @Test
  void nothingOfItIsLeft() {
    Lab lab = new Lab(WARM);
    lab.meters()
        .forEach(
            (name, value) ->
                assertEquals(
                    name.equals("server.connections.permitted.now") ? value : 0, value, name));
    assertNotNull(lab.user("user1"));
    assertEquals(1, lab.meters().get("server.logins"));
  }

  @Test
  void itDoesWhatUsersDoAndIsDoneInTime() {
    Lab lab = new Lab(Servers.asRecorded());
    AtomicInteger ends = new AtomicInteger();
    WarmUp[] warmUp = new WarmUp[1];
    lab.host
        .loop()
        .execute(() -> warmUp[0] = WarmUp.begin(WARM, lab.host.loop(), ends::incrementAndGet));
    lab.run(1);
    assertEquals(1, ends.get());
    ServerCounters counters = warmUp[0].counters();
    assertTrue(counters.logins > 0);
    assertEquals(counters.connections, counters.logins);
    assertEquals(0, counters.loginsRefused);
    assertTrue(counters.hits > 5 * counters.searches, counters.hits + " hits");
    assertTrue(counters.shares > 100 * counters.logins, counters.shares + " shares");
  }

  @Test
  void whoLeavesMeanwhileCanJoinAgain() {
    Lab lab = new Lab(Servers.asRecorded());
    HybridServer server =
        new HybridServer("second", lab.host, WARM.withListen(Lab.SERVER.withPort(8889)));
    CompletableFuture<Void> first = server.join().toCompletableFuture();
    CompletableFuture<Void> left = server.leave().toCompletableFuture();
    lab.run(1);
    assertTrue(first.isCompletedExceptionally());
    assertTrue(left.isDone());
    assertNull(server.local());
    CompletableFuture<Void> second = server.join().toCompletableFuture();
    lab.run(1);
    assertTrue(second.isDone());
    assertNotNull(server.local());
  }
}
