package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Host}s, and the networks that they are in. */
abstract class HostContract extends ContractBase {

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  @Test
  void hasItsName() {
    assertEquals("a", a.host().name());
    assertEquals("b", b.host().name());
  }

  @Test
  void listensWhereItWasTold() {
    Endpoint listen = Endpoint.parse("127.0.0.1:7777");
    Host told = rig().network().newHost("told", listen, null);
    assertEquals(listen, told.listenAddress());
  }

  @Test
  void offersNothingWithoutAPeer() {
    assertEquals(List.of(), a.ask(() -> a.host().offered(Capability.class)));
  }

  @Test
  void toldLimitsAreLimits() {
    OptionalInt most = a.ask(() -> a.transport().maxLinks());
    assertTrue(most.orElse(1) >= 1, "no link at all: " + most);
  }

  @Test
  void hasADirectoryOfItsOwn() {
    Path file = a.host().directory().resolve("tck").resolve("file");
    AtomicInteger size = new AtomicInteger(-1);
    a.run(
        () ->
            a.loop()
                .offload(
                    () -> {
                      Files.createDirectories(file.getParent());
                      Files.write(file, new byte[9]);
                      long written = Files.size(file);
                      Files.delete(file);
                      Files.delete(file.getParent());
                      return (int) written;
                    },
                    1_000,
                    (result, thrown) -> size.set(thrown == null ? result : -2)));
    a.await("the file", () -> size.get() != -1);
    assertEquals(9, size.get());
  }

  @Test
  void closingShutsDownEverySocket() {
    Pair pair = connected(a, b);
    Pair accepted = connected(b, a);
    DatagramProbe datagrams = a.bind();
    AcceptorProbe acceptor = a.listen();
    LinkProbe connecting = LinkProbe.hungry(a);
    a.run(
        () -> {
          connecting.setLink(
              a.transport().connect(pair.acceptor().local(), SocketOptions.DEFAULT, connecting));
          a.host().close();
        });
    awaitAnywhere("the end of the open link", pair.near()::isClosed);
    awaitAnywhere("the end of the accepted link", accepted.far()::isClosed);
    awaitAnywhere("the end of the attempt", connecting::isClosed);
    awaitAnywhere("the end of the datagrams", () -> !datagrams.closed().isEmpty());
    awaitAnywhere("the end of the listening", () -> !acceptor.closed().isEmpty());
    settleOthers();
    assertEquals(Reason.SHUTDOWN, pair.near().reason());
    assertEquals(Reason.SHUTDOWN, accepted.far().reason());
    assertEquals(Reason.SHUTDOWN, connecting.reason());
    assertEquals(List.of(Reason.SHUTDOWN), datagrams.closed());
    assertEquals(List.of(Reason.SHUTDOWN), acceptor.closed());
    assertEquals(1, pair.near().count(LinkEvent.CLOSED));
    b.await("the remote end to notice", pair.far()::isClosed);
  }

  @Test
  void closingFreesItsPorts() {
    AcceptorProbe acceptor = a.listen();
    a.host().close();
    awaitAnywhere("the end of the listening", () -> !acceptor.closed().isEmpty());
    LinkProbe late = LinkProbe.hungry(b);
    b.connect(acceptor.local(), SocketOptions.DEFAULT.withConnectWithinNanos(500_000_000L), late);
    b.await("the attempt to fail", late::isClosed);
    assertFalse(late.saw(LinkEvent.OPEN));
  }

  @Test
  void closingDropsTimersAndWork() {
    AtomicInteger calls = new AtomicInteger();
    a.run(
        () -> {
          a.loop().schedule(10_000_000L, calls::incrementAndGet);
          a.loop().offload(() -> 1, 10_000_000L, (result, thrown) -> calls.incrementAndGet());
          a.host().close();
        });
    settleOthers();
    assertEquals(0, calls.get());
  }

  @Test
  void closingTwiceIsAllowed() {
    Pair pair = connected(a, b);
    a.host().close();
    a.host().close();
    awaitAnywhere("the end of the link", pair.near()::isClosed);
    settleOthers();
    assertEquals(1, pair.near().count(LinkEvent.CLOSED));
  }

  @Test
  void closingLeavesOtherHostsAlone() {
    Machine c = machine("c");
    Pair others = connected(b, c);
    a.host().close();
    b.run(() -> others.near().write(Pattern.buffer(0, 10)));
    c.await("the bytes", () -> others.far().receivedBytes() == 10);
    assertTrue(others.near().isOpen());
  }

  /** Settles where {@code a} is closed and can be asked no more. */
  private void settleOthers() {
    rig().passTime().accept(rig().settleNanos());
    b.ask(() -> true);
  }

  @Test
  void networksShareNothing() {
    NetworkUnderTest other = newNetwork();
    Machine twin = machineOf(other, "a");
    Pair here = connected(a, b);
    assertEquals("a", twin.host().name());
    AcceptorProbe there = twin.listen();
    assertTrue(there.isListening());
    other.network().close();
    assertEquals(List.of(Reason.SHUTDOWN), there.closed());
    a.run(() -> here.near().write(Pattern.buffer(0, 10)));
    b.await("the bytes", () -> here.far().receivedBytes() == 10);
  }

  @Test
  void networkClosesAllHosts() {
    NetworkUnderTest other = newNetwork();
    Machine first = machineOf(other, "first");
    Machine second = machineOf(other, "second");
    Pair pair = connected(first, second);
    DatagramProbe datagrams = second.bind();
    other.network().close();
    // The end of one host may reach the other one before it is closed itself.
    assertEquals(1, pair.near().count(LinkEvent.CLOSED));
    assertEquals(1, pair.far().count(LinkEvent.CLOSED));
    assertEquals(List.of(Reason.SHUTDOWN), datagrams.closed());
    other.network().close();
  }
}
