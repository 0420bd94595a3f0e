package io.peerwright.overlay.gnutella.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which pongs count. */
class PingCallsTest {

  private static final Endpoint ASKED = Endpoint.parse("192.0.2.2:6346");
  private static final Pong PONG = new Pong(ASKED, 0, 0, Ggep.EMPTY);

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final List<Guid> sent = new ArrayList<>();
  private final PingCalls calls =
      new PingCalls(host.loop(), (to, guid, ttl, hops, message) -> sent.add(guid));
  private int pongs;
  private int silences;

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void aPongCountsOfWhoWasAskedAndWithTheWholeGuid() {
    calls.ask(ASKED, pong -> pongs++, reason -> silences++);
    Guid ping = sent.get(0);
    assertFalse(calls.onPong(ASKED, new Guid(ping.high(), 0), PONG), "half of a GUID");
    assertFalse(calls.onPong(ASKED, new Guid(ping.high() + 1, ping.low()), PONG));
    assertFalse(calls.onPong(ASKED.withPort(1), ping, PONG), "somebody else");
    assertEquals(0, pongs);
    assertTrue(calls.onPong(ASKED, ping, PONG));
    assertFalse(calls.onPong(ASKED, ping, PONG), "twice");
    assertEquals(1, pongs);
    assertEquals(0, calls.waiting());
  }

  @Test
  void whoIsSilentIsAskedThreeTimesAndForAProofOnce() {
    calls.ask(ASKED, pong -> pongs++, reason -> silences++);
    simulation.runFor(Duration.ofSeconds(20));
    assertEquals(3, sent.size());
    assertEquals(1, silences);
    calls.prove(ASKED, () -> pongs++, () -> silences++);
    simulation.runFor(Duration.ofSeconds(20));
    assertEquals(4, sent.size());
    assertEquals(2, silences);
    assertEquals(0, pongs);
  }
}
