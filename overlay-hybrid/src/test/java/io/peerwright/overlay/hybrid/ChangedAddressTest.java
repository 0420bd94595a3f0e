package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.faults.Faults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A user comes back from another address, while the server still holds its old link. */
class ChangedAddressTest {

  private int hosts;

  private boolean joins(NapsterNetwork napster, String nick) {
    Host host = napster.simulation.newHost("elsewhere-" + ++hosts, null, null);
    Overlay overlay = new HybridProvider().create(host, napster.user(nick));
    CompletableFuture<Void> joined = overlay.join().toCompletableFuture();
    assertTrue(
        napster.simulation.runUntil(joined::isDone, NapsterNetwork.LONG),
        "neither let in nor refused");
    return !joined.isCompletedExceptionally();
  }

  @Test
  void itsNickIsFreeWhenTheOldLinkDoesNotAnswer() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer alder = napster.peer("alder");
      napster.simulation.faults().cutOff(List.of(alder.host()), Faults.Way.BOTH);
      assertFalse(joins(napster, "alder"), "nobody knows yet that the link is dead");
      napster.simulation.runFor(Duration.ofSeconds(20));
      assertTrue(joins(napster, "alder"));
    }
  }

  @Test
  void whoAnswersKeepsTheNick() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer alder = napster.peer("alder");
      for (int i = 0; i < 4; i++) {
        assertFalse(joins(napster, "alder"));
        napster.simulation.runFor(Duration.ofSeconds(20));
      }
      assertEquals(1, alder.overlay().neighbours().size());
      assertEquals(1, alder.meter("logins"));
    }
  }
}
