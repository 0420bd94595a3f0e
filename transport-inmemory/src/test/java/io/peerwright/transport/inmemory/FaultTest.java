package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.Ends.Acceptor;
import io.peerwright.transport.inmemory.Ends.Recorder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {

  private Simulation sim;
  private Host a;
  private Host b;
  private final Recorder near = new Recorder();
  private final Acceptor acceptor = new Acceptor();

  @BeforeEach
  void connect() {
    sim = Simulation.create(InMemoryConfig.DEFAULT).strict().checked();
    a = sim.newHost("a", null, null);
    b = sim.newHost("b", null, null);
    b.transport().listen(b.listenAddress().withPort(80), SocketOptions.DEFAULT, acceptor);
    sim.runFor(Duration.ofSeconds(1));
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, near);
    assertTrue(sim.runUntil(near::isOpen, Duration.ofSeconds(1)));
  }

  private Recorder far() {
    return acceptor.accepted.get(0);
  }

  private void run(int seconds) {
    sim.runFor(Duration.ofSeconds(seconds));
  }

  @Test
  void streamsOutliveAShortCut() {
    Handle cut = sim.cut(List.of(a), List.of(b));
    near.link.write(Ends.bytes("one "));
    near.link.write(Ends.bytes("two"));
    near.link.closeOutput();
    run(20);
    assertEquals("", far().text());
    cut.close();
    run(60);
    assertEquals("one two", far().text());
    assertEquals(Reason.ENDED, far().reason);
    assertEquals(Reason.ENDED, near.reason);
  }

  /** Those that a cut held up arrive one by one, each at its own time and once. */
  @Test
  void manySegmentsOutliveACut() {
    sim.setModel(a, NetworkModel.DEFAULT.withBandwidth(1_000, 0).withSegments(100, false));
    Handle cut = sim.cut(List.of(a), List.of(b));
    String text = "0123456789".repeat(100);
    near.link.write(Ends.bytes(text));
    run(1);
    cut.close();
    sim.runUntil(() -> far().text().length() >= 150, Duration.ofSeconds(60));
    assertEquals(200, far().text().length(), "the next ones are still under way");
    near.link.close();
    run(60);
    assertEquals(text, far().text());
    assertEquals(0, sim.shards().get(0).arena.blocks());
  }

  @Test
  void streamsDoNotOutliveALongCut() {
    sim.cut(List.of(a), List.of(b));
    near.link.write(Ends.bytes("x"));
    run(59);
    assertNull(near.reason);
    run(2);
    assertEquals(Reason.UNREACHABLE, near.reason);
    assertNull(far().reason, "an idle end does not notice");
    far().link.write(Ends.bytes("y"));
    run(61);
    assertEquals(Reason.UNREACHABLE, far().reason);
    assertEquals(0, sim.shards().get(0).arena.blocks());
  }

  @Test
  void connectingAcrossACutTimesOutOrSucceedsWhenItHeals() {
    Handle cut = sim.cut(List.of(b), List.of(a));
    Recorder late = new Recorder();
    Recorder tooLate = new Recorder();
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, late);
    a.transport()
        .connect(
            acceptor.local, SocketOptions.DEFAULT.withConnectWithinNanos(2_000_000_000L), tooLate);
    run(4);
    cut.close();
    run(10);
    assertTrue(late.isOpen());
    assertEquals(Reason.TIMEOUT, tooLate.reason);
  }

  @Test
  void aCrashIsSilent() {
    sim.crash(b);
    run(100);
    assertNull(near.reason, "an idle end does not notice");
    assertNull(far().reason, "the dead hear nothing");
    near.link.write(Ends.bytes("x"));
    run(100);
    assertEquals(Reason.UNREACHABLE, near.reason);
    Recorder next = new Recorder();
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, next);
    run(11);
    assertEquals(Reason.TIMEOUT, next.reason);
  }

  @Test
  void whatIsUnderWayToACrashedHostIsMissed() {
    near.link.write(Ends.bytes("x"));
    sim.crash(b);
    run(100);
    assertEquals(Reason.UNREACHABLE, near.reason);
    assertEquals(0, sim.shards().get(0).arena.blocks());
  }

  @Test
  void aHostMayComeBack() {
    sim.crash(b);
    Host again = sim.newHost("b", acceptor.local.withPort(0), null);
    Acceptor second = new Acceptor();
    again.transport().listen(acceptor.local, SocketOptions.DEFAULT, second);
    run(1);
    Recorder next = new Recorder();
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, next);
    run(1);
    assertTrue(next.isOpen());
    assertEquals(1, second.accepted.size());
  }

  @Test
  void closingAHostTellsEverybody() {
    boolean[] late = new boolean[1];
    b.loop().schedule(1_000, () -> late[0] = true);
    b.close();
    b.close();
    run(1);
    assertEquals(Reason.SHUTDOWN, far().reason);
    assertEquals(Reason.SHUTDOWN, acceptor.reason);
    assertEquals(Reason.RESET, near.reason);
    assertTrue(!late[0], "its timers are dropped");
    Recorder next = new Recorder();
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, next);
    run(1);
    assertEquals(Reason.REFUSED, next.reason);
    Recorder dead = new Recorder();
    b.transport().connect(a.listenAddress().withPort(1), SocketOptions.DEFAULT, dead);
    run(1);
    assertEquals(Reason.SHUTDOWN, dead.reason);
  }

  @Test
  void linksAreAbortedByOrder() {
    sim.abortLinks(b, a);
    run(1);
    assertEquals(Reason.RESET, near.reason);
    assertEquals(Reason.RESET, far().reason);
  }

  @Test
  void closingTheSimulationTellsEverybody() {
    near.link.write(ByteBuffer.allocate(10_000));
    sim.close();
    sim.close();
    assertEquals(Reason.SHUTDOWN, near.reason);
    assertEquals(Reason.SHUTDOWN, far().reason);
    assertThrows(IllegalStateException.class, () -> sim.newHost("c", null, null));
  }
}
