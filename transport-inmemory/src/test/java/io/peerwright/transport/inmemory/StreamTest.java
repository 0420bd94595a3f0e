package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.Ends.Acceptor;
import io.peerwright.transport.inmemory.Ends.Recorder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTest {

  private static final int LATENCY_MILLIS = 20;
  private static final Duration LONG = Duration.ofMinutes(5);

  private Simulation sim;
  private Host a;
  private Host b;
  private final Recorder near = new Recorder();
  private final Acceptor acceptor = new Acceptor();

  @BeforeEach
  void start() {
    start(network());
  }

  private static NetworkModel network() {
    return NetworkModel.DEFAULT.withLatencyMicros(LATENCY_MILLIS * 1_000, LATENCY_MILLIS * 1_000);
  }

  private void start(NetworkModel network) {
    sim =
        Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network))
            .strict()
            .checked();
    a = sim.newHost("a", null, null);
    b = sim.newHost("b", null, null);
  }

  private Endpoint listen() {
    b.transport().listen(b.listenAddress(), SocketOptions.DEFAULT, acceptor);
    assertTrue(sim.runUntil(() -> acceptor.local != null, LONG));
    return acceptor.local;
  }

  private Recorder far() {
    return acceptor.accepted.get(0);
  }

  private void connect(SocketOptions options) {
    a.transport().connect(listen(), options, near);
    assertTrue(sim.runUntil(near::isOpen, LONG));
  }

  private void settle() {
    sim.runFor(Duration.ofSeconds(20));
  }

  @Test
  void connectingTakesARoundTrip() {
    Endpoint to = listen();
    long before = sim.now().toMillis();
    Link link = a.transport().connect(to, SocketOptions.DEFAULT, near);
    assertEquals(0, link.write(Ends.bytes("too early")));
    assertEquals(List.of(), near.calls, "nothing is called before connect returns");
    assertTrue(sim.runUntil(near::isOpen, LONG));
    assertEquals(2 * LATENCY_MILLIS, sim.now().toMillis() - before);
    assertEquals(to, link.remote());
    assertEquals(far().link.remote(), link.local());
    assertEquals(far().link.local(), link.remote());
  }

  @Test
  void bytesArriveInOrderBothWays() {
    connect(SocketOptions.DEFAULT);
    near.link.write(Ends.bytes("hello, "));
    near.link.write(Ends.bytes("world"));
    far().link.write(Ends.bytes("hi"));
    settle();
    assertEquals("hello, world", far().text());
    assertEquals("hi", near.text());
  }

  @Test
  void refusedWhenNobodyListens() {
    a.transport().connect(b.listenAddress().withPort(9), SocketOptions.DEFAULT, near);
    settle();
    assertEquals(List.of("closed REFUSED"), near.calls);
  }

  @Test
  void timesOutWhenNobodyIsThere() {
    SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(3_000_000_000L);
    a.transport().connect(Endpoint.parse("192.0.2.1:80"), options, near);
    sim.runFor(Duration.ofMillis(2_999));
    assertEquals(List.of(), near.calls);
    sim.runFor(Duration.ofMillis(1));
    assertEquals(List.of("closed TIMEOUT"), near.calls);
  }

  @Test
  void bothSidesEndInOrder() {
    connect(SocketOptions.DEFAULT);
    near.link.write(Ends.bytes("last words"));
    near.link.closeOutput();
    assertEquals(0, near.link.write(Ends.bytes("more")));
    settle();
    assertEquals("last words", far().text());
    assertEquals(List.of("open", "data", "inputClosed", "closed ENDED"), far().calls);
    assertEquals(List.of("open", "inputClosed", "closed ENDED"), near.calls);
  }

  @Test
  void closeSendsWhatWasTakenAndEndsCancelled() {
    connect(SocketOptions.DEFAULT);
    near.link.write(Ends.bytes("bye"));
    far().link.write(Ends.bytes("never read"));
    near.link.close();
    settle();
    assertEquals("bye", far().text());
    assertEquals(List.of("open", "data", "inputClosed", "closed ENDED"), far().calls);
    assertEquals(List.of("open", "closed CANCELLED"), near.calls);
  }

  @Test
  void closeCutsOffARemoteThatDoesNotEnd() {
    Recorder stubborn =
        new Recorder() {
          @Override
          public void onInputClosed(Link link) {
            calls.add("inputClosed");
          }
        };
    Endpoint to = listen();
    b.transport().listen(to.withPort(7), SocketOptions.DEFAULT, link -> stubborn);
    a.transport().connect(to.withPort(7), SocketOptions.DEFAULT, near);
    assertTrue(sim.runUntil(near::isOpen, LONG));
    near.link.close();
    settle();
    assertEquals(List.of("open", "inputClosed", "closed RESET"), stubborn.calls);
    assertEquals(List.of("open", "closed CANCELLED"), near.calls);
  }

  @Test
  void abortResetsTheRemote() {
    connect(SocketOptions.DEFAULT);
    near.link.abort(Reason.LIMIT);
    near.link.abort(Reason.FAILED);
    assertEquals(List.of("open"), near.calls, "not re-entrant");
    settle();
    assertEquals(List.of("open", "closed LIMIT"), near.calls);
    assertEquals(List.of("open", "closed RESET"), far().calls);
  }

  @Test
  void closeCancelsAnAttempt() {
    Link link = a.transport().connect(listen(), SocketOptions.DEFAULT, near);
    link.close();
    settle();
    assertEquals(List.of("closed CANCELLED"), near.calls);
  }

  @Test
  void nullFromOnAcceptCutsTheLinkOff() {
    LinkAcceptor nobody = link -> null;
    b.transport().listen(b.listenAddress().withPort(7), SocketOptions.DEFAULT, nobody);
    sim.runFor(Duration.ofMillis(1));
    a.transport().connect(b.listenAddress().withPort(7), SocketOptions.DEFAULT, near);
    settle();
    assertEquals(Reason.RESET, near.reason);
  }

  @Test
  void aStalledReaderStallsTheWriter() {
    acceptor.credit = 0;
    connect(SocketOptions.DEFAULT.withSendBufferBytes(10_000));
    int taken = near.link.write(ByteBuffer.allocate(50_000));
    assertEquals(10_000, taken);
    settle();
    assertEquals(0, near.link.write(ByteBuffer.allocate(1)));
    assertFalse(near.calls.contains("writable"));
    far().link.request(4_000);
    settle();
    assertEquals(4_000, far().received.size());
    assertFalse(near.calls.contains("writable"), "half the buffer must be free first");
    far().link.request(Link.UNLIMITED);
    settle();
    assertEquals(10_000, far().received.size());
    assertEquals(List.of("open", "writable"), near.calls);
  }

  @Test
  void creditIsHonouredToTheByte() {
    acceptor.credit = 3;
    connect(SocketOptions.DEFAULT);
    near.link.write(Ends.bytes("abcdefgh"));
    near.link.closeOutput();
    settle();
    assertEquals("abc", far().text());
    far().link.request(2);
    settle();
    assertEquals("abcde", far().text());
    assertEquals(List.of("open", "data"), far().calls, "the end waits for the bytes before it");
    far().link.request(3);
    settle();
    assertEquals(List.of("open", "data", "inputClosed", "closed ENDED"), far().calls);
  }

  @Test
  void splitReadsKeepTheBytes() {
    start(network().withSegments(1_000, true));
    connect(SocketOptions.DEFAULT);
    byte[] sent = new byte[20_000];
    new Random(1).nextBytes(sent);
    near.link.write(ByteBuffer.wrap(sent));
    settle();
    assertArrayEquals(sent, far().received.toByteArray());
    assertTrue(far().largest <= 1_000);
  }

  @Test
  void theUpLinkSetsThePace() {
    start(network().withBandwidth(10_000, 0));
    connect(SocketOptions.DEFAULT);
    long before = sim.now().toMillis();
    near.link.write(ByteBuffer.allocate(50_000));
    assertTrue(sim.runUntil(() -> far().received.size() == 50_000, LONG));
    assertEquals(5_000 + LATENCY_MILLIS, sim.now().toMillis() - before);
  }

  @Test
  void theDownLinkSetsThePace() {
    start(network().withBandwidth(0, 10_000));
    connect(SocketOptions.DEFAULT);
    long before = sim.now().toMillis();
    near.link.write(ByteBuffer.allocate(50_000));
    near.link.closeOutput();
    assertTrue(sim.runUntil(() -> far().received.size() == 50_000, LONG));
    assertEquals(5_000 + LATENCY_MILLIS, sim.now().toMillis() - before);
    settle();
    assertEquals(Reason.ENDED, far().reason);
  }

  @Test
  void bothSidesMayOpenAtOnce() {
    SocketOptions fromA = SocketOptions.DEFAULT.withLocal(a.listenAddress().withPort(7000));
    SocketOptions fromB = SocketOptions.DEFAULT.withLocal(b.listenAddress().withPort(8000));
    Recorder other = new Recorder();
    a.transport().connect(b.listenAddress().withPort(8000), fromA.withReuse(), near);
    b.transport().connect(a.listenAddress().withPort(7000), fromB.withReuse(), other);
    settle();
    near.link.write(Ends.bytes("ping"));
    other.link.write(Ends.bytes("pong"));
    settle();
    assertEquals("pong", near.text());
    assertEquals("ping", other.text());
    near.link.closeOutput();
    settle();
    assertEquals(Reason.ENDED, near.reason);
    assertEquals(Reason.ENDED, other.reason);
  }

  @Test
  void oneLocalPortForSeveralLinksOnlyIfAllShare() {
    Endpoint to = listen();
    b.transport().listen(to.withPort(7), SocketOptions.DEFAULT, acceptor);
    SocketOptions shared =
        SocketOptions.DEFAULT.withLocal(a.listenAddress().withPort(7000)).withReuse();
    Recorder second = new Recorder();
    Recorder third = new Recorder();
    Recorder same = new Recorder();
    a.transport().connect(to, shared, near);
    a.transport().connect(to.withPort(7), shared, second);
    a.transport().connect(to, shared, same);
    a.transport()
        .connect(to, SocketOptions.DEFAULT.withLocal(a.listenAddress().withPort(7000)), third);
    settle();
    assertTrue(near.isOpen());
    assertTrue(second.isOpen());
    assertEquals(Reason.ADDRESS_IN_USE, same.reason, "the same two ends twice");
    assertEquals(Reason.ADDRESS_IN_USE, third.reason, "does not share");
  }

  @Test
  void aListeningPortIsTakenOnce() {
    Endpoint at = listen();
    Acceptor second = new Acceptor();
    b.transport().listen(at, SocketOptions.DEFAULT, second);
    settle();
    assertEquals(Reason.ADDRESS_IN_USE, second.reason);
    assertNull(acceptor.reason);
    Acceptor foreign = new Acceptor();
    b.transport().listen(a.listenAddress(), SocketOptions.DEFAULT, foreign);
    settle();
    assertEquals(Reason.NOT_PERMITTED, foreign.reason);
  }

  @Test
  void aStrictSimulationEndsWithWhatAHandlerThrows() {
    a.loop().schedule(1, () -> assertEquals(1, 2));
    AssertionError failure = assertThrows(AssertionError.class, this::settle);
    assertTrue(failure.getMessage().startsWith("a has thrown "), failure.getMessage());
  }

  @Test
  void aFailingHandlerCostsItsLinkOnly() {
    List<Throwable> reported = new ArrayList<>();
    sim.onError((host, thrown) -> reported.add(thrown));
    Recorder failing =
        new Recorder() {
          @Override
          public void onData(Link link, ByteBuffer data) {
            throw new IllegalStateException("bad bytes");
          }
        };
    LinkAcceptor failingAcceptor = link -> failing;
    b.transport().listen(b.listenAddress().withPort(7), SocketOptions.DEFAULT, failingAcceptor);
    sim.runFor(Duration.ofMillis(1));
    a.transport().connect(b.listenAddress().withPort(7), SocketOptions.DEFAULT, near);
    assertTrue(sim.runUntil(near::isOpen, LONG));
    near.link.write(Ends.bytes("x"));
    settle();
    assertEquals(List.of("open", "closed PROTOCOL"), failing.calls);
    assertEquals(List.of("open", "closed RESET"), near.calls);
    assertEquals("bad bytes", reported.get(0).getMessage());
  }

  @Test
  void noBlockIsLost() {
    acceptor.credit = 100;
    connect(SocketOptions.DEFAULT);
    near.link.write(ByteBuffer.allocate(30_000));
    far().link.write(ByteBuffer.allocate(30_000));
    sim.runFor(Duration.ofMillis(LATENCY_MILLIS / 2));
    near.link.abort(Reason.CANCELLED);
    settle();
    assertEquals(0, sim.shards().get(0).arena.blocks());
    assertEquals(0, sim.shards().pending());
  }

  @Test
  void aKeptBufferIsPoisoned() {
    ByteBuffer[] kept = new ByteBuffer[1];
    LinkHandler keeper =
        new Recorder() {
          @Override
          public void onData(Link link, ByteBuffer data) {
            assertTrue(data.isReadOnly());
            kept[0] = data.slice();
          }
        };
    LinkAcceptor keeping = link -> keeper;
    b.transport().listen(b.listenAddress().withPort(7), SocketOptions.DEFAULT, keeping);
    sim.runFor(Duration.ofMillis(1));
    a.transport().connect(b.listenAddress().withPort(7), SocketOptions.DEFAULT, near);
    assertTrue(sim.runUntil(near::isOpen, LONG));
    near.link.write(Ends.bytes("secret"));
    settle();
    for (int i = 0; i < 6; i++) {
      assertEquals((byte) 0xDB, kept[0].get(i));
    }
  }
}
