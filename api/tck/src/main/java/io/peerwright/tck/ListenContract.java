package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Transport#listen} and {@link LinkAcceptor}. */
abstract class ListenContract extends ContractBase {

  private static final int CALLERS = 16;

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  private LinkProbe connect(Endpoint remote) {
    LinkProbe near = LinkProbe.hungry(a);
    a.connect(remote, SocketOptions.DEFAULT, near);
    a.await("an outcome of connecting", () -> near.isOpen() || near.isClosed());
    return near;
  }

  @Test
  void findsAFreePort() {
    Endpoint first = b.listen().local();
    Endpoint second = b.listen().local();
    assertNotEquals(0, first.port());
    assertNotEquals(0, second.port());
    assertNotEquals(first, second);
    assertEquals(b.address(), first.withPort(0));
  }

  @Test
  void doesNotCallBackAtOnce() {
    AcceptorProbe acceptor = new AcceptorProbe(b);
    b.run(
        () -> {
          acceptor.setHandle(b.transport().listen(b.address(), SocketOptions.DEFAULT, acceptor));
          assertFalse(acceptor.isListening());
        });
    b.await("the socket to listen", acceptor::isListening);
  }

  @Test
  void takenPortIsAddressInUse() {
    AcceptorProbe first = b.listen();
    AcceptorProbe second = new AcceptorProbe(b);
    b.startListening(second, first.local(), SocketOptions.DEFAULT);
    b.await("the second socket to fail", () -> !second.closed().isEmpty());
    settle();
    assertEquals(List.of(Reason.ADDRESS_IN_USE), second.closed());
    assertTrue(first.isListening());
    assertTrue(connect(first.local()).isOpen());
    b.await("the link to be accepted", () -> first.knocks() == 1);
  }

  @Test
  void closingEndsListeningOnce() {
    AcceptorProbe acceptor = b.listen();
    acceptor.close();
    acceptor.close();
    b.await("the socket to close", () -> !acceptor.closed().isEmpty());
    settle();
    assertEquals(List.of(Reason.CANCELLED), acceptor.closed());
    assertEquals(Reason.REFUSED, connect(acceptor.local()).reason());
    assertEquals(0, acceptor.knocks());
  }

  @Test
  void closingAtOnceIsAllowed() {
    AcceptorProbe acceptor = new AcceptorProbe(b);
    b.run(() -> b.transport().listen(b.address(), SocketOptions.DEFAULT, acceptor).close());
    b.await("the socket to close", () -> !acceptor.closed().isEmpty());
    settle();
    assertEquals(List.of(Reason.CANCELLED), acceptor.closed());
  }

  @Test
  void closingLeavesLinksAlone() {
    Pair pair = connected(a, b);
    pair.acceptor().close();
    b.await("the socket to close", () -> !pair.acceptor().closed().isEmpty());
    settle();
    a.run(() -> pair.near().write(Pattern.buffer(0, 10)));
    b.run(() -> pair.far().write(Pattern.buffer(0, 10)));
    b.await("bytes at the far end", () -> pair.far().receivedBytes() == 10);
    a.await("bytes at the near end", () -> pair.near().receivedBytes() == 10);
  }

  @Test
  void closedPortCanBeTakenAgain() {
    AcceptorProbe first = b.listen();
    connect(first.local());
    first.close();
    b.await("the socket to close", () -> !first.closed().isEmpty());
    AcceptorProbe second =
        b.listen(new AcceptorProbe(b), first.local(), SocketOptions.DEFAULT.withReuse());
    assertEquals(first.local(), second.local());
    assertTrue(connect(second.local()).isOpen());
  }

  @Test
  void refusalCutsTheLinkOff() {
    AcceptorProbe acceptor = new AcceptorProbe(b).receiving(link -> null);
    b.listen(acceptor, b.address(), SocketOptions.DEFAULT);
    for (int i = 1; i <= 2; i++) {
      LinkProbe near = connect(acceptor.local());
      a.await("the link to be cut off", near::isClosed);
      assertEquals(Reason.RESET, near.reason());
      assertEquals(i, acceptor.knocks());
    }
    assertTrue(acceptor.isListening());
  }

  @Test
  void throwingInOnAcceptCostsThatLinkOnly() {
    AcceptorProbe acceptor = new AcceptorProbe(b);
    acceptor.receiving(
        link -> {
          if (acceptor.knocks() == 1) {
            throw new IllegalStateException("thrown by a test");
          }
          return LinkProbe.hungry(b);
        });
    b.listen(acceptor, b.address(), SocketOptions.DEFAULT);
    LinkProbe first = connect(acceptor.local());
    a.await("the first link to be cut off", first::isClosed);
    LinkProbe second = connect(acceptor.local());
    settle();
    assertTrue(second.isOpen());
    assertTrue(acceptor.isListening());
  }

  @Test
  void anyAddressListensOnAll() {
    AcceptorProbe acceptor =
        b.listen(new AcceptorProbe(b), Endpoint.ofIpv4(0, 0), SocketOptions.DEFAULT);
    LinkProbe near = connect(b.address().withPort(acceptor.local().port()));
    assertTrue(near.isOpen(), () -> "closed with " + near.reason());
  }

  @Test
  void foreignAddressFails() {
    AcceptorProbe acceptor = new AcceptorProbe(b);
    b.startListening(acceptor, Endpoint.parse("203.0.113.77:0"), SocketOptions.DEFAULT);
    b.await("the socket to fail", () -> !acceptor.closed().isEmpty());
    assertEquals(1, acceptor.closed().size());
    assertFalse(acceptor.isListening());
  }

  /**
   * A loop that is busy takes no links: so many as the backlog says are held for it meanwhile, and
   * none of them is lost. No loop of a simulation is ever busy, so that any backlog is enough.
   */
  @Test
  void theBacklogHoldsWhatABusyLoopCannotTake() throws Exception {
    AcceptorProbe narrow = listen(1);
    AcceptorProbe wide = listen(64);
    if (!b.address().isLoopback() || !isOfTheSystem(b.listen().local())) {
      for (int i = 0; i < CALLERS; i++) {
        a.connect(narrow.local(), SocketOptions.DEFAULT, LinkProbe.hungry(a));
      }
      b.await("all links", () -> narrow.knocks() == CALLERS);
      return;
    }
    List<Socket> held = new ArrayList<>();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    b.loop()
        .execute(
            () -> {
              busy.countDown();
              awaitQuietly(free);
            });
    try {
      awaitQuietly(busy);
      assertEquals(CALLERS, callers(wide.local(), 10_000, held));
      int few = callers(narrow.local(), 100, held);
      assertTrue(few < CALLERS, few + " callers at a backlog of 1");
      assertEquals(0, wide.knocks() + narrow.knocks());
      free.countDown();
      b.await("the links that were held", () -> wide.knocks() == CALLERS);
      b.await("the links that were held", () -> narrow.knocks() >= few);
    } finally {
      free.countDown();
      for (Socket each : held) {
        each.close();
      }
    }
  }

  /** True if others than the hosts of the network reach it; loopback may be simulated, too. */
  private static boolean isOfTheSystem(Endpoint listening) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(listening.toSocketAddress(), 100);
      return true;
    } catch (ConnectException | SocketTimeoutException e) {
      return false;
    }
  }

  private AcceptorProbe listen(int backlog) {
    SocketOptions usual = SocketOptions.DEFAULT;
    SocketOptions options =
        new SocketOptions(
            null,
            usual.connectWithinNanos(),
            usual.sendBufferBytes(),
            false,
            backlog,
            null,
            usual.multicastTtl(),
            true);
    return b.listen(new AcceptorProbe(b), b.address(), options);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many sockets of the system's own get through, until one does not. */
  private static int callers(Endpoint to, int patienceMillis, List<Socket> held)
      throws IOException {
    for (int i = 0; i < CALLERS; i++) {
      Socket socket = new Socket();
      held.add(socket);
      try {
        socket.connect(to.toSocketAddress(), patienceMillis);
      } catch (SocketTimeoutException full) {
        return i;
      }
    }
    return CALLERS;
  }
}
