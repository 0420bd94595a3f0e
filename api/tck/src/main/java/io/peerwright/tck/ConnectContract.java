package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Transport#connect} and its outcomes. */
abstract class ConnectContract extends ContractBase {

  private static final SocketOptions SOON =
      SocketOptions.DEFAULT.withConnectWithinNanos(200_000_000L);

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  @Test
  void opensBothEnds() {
    Pair pair = connected(a, b);
    settle();
    assertEquals(List.of(LinkEvent.OPEN), pair.near().story());
    assertEquals(List.of(LinkEvent.OPEN), pair.far().story());
  }

  @Test
  void returnsALinkThatIsNotOpenYet() {
    AcceptorProbe acceptor = b.listen();
    LinkProbe near = LinkProbe.hungry(a);
    a.run(
        () -> {
          Link link = a.transport().connect(acceptor.local(), SocketOptions.DEFAULT, near);
          near.setLink(link);
          assertNotNull(link);
          assertEquals(List.of(), near.story());
          assertEquals(acceptor.local(), link.remote());
        });
    a.await("the link to open", near::isOpen);
  }

  @Test
  void takesNoBytesBeforeTheLinkIsOpen() {
    AcceptorProbe acceptor = b.listen();
    LinkProbe near = LinkProbe.hungry(a);
    int taken =
        a.ask(
            () ->
                near.setLink(a.transport().connect(acceptor.local(), SocketOptions.DEFAULT, near))
                    .write(Pattern.buffer(0, 10)));
    assertEquals(0, taken);
    a.await("the link to open", near::isOpen);
    settle();
    assertEquals(List.of(LinkEvent.OPEN), near.story());
    b.await("the link to arrive", () -> !acceptor.accepted().isEmpty());
    assertEquals(0, acceptor.accepted().get(0).receivedBytes());
  }

  @Test
  void takesCreditBeforeTheLinkIsOpen() {
    LinkProbe far = LinkProbe.hungry(b).when(LinkEvent.OPEN, p -> p.write(Pattern.buffer(0, 9)));
    AcceptorProbe acceptor = new AcceptorProbe(b).receiving(link -> far);
    b.listen(acceptor, b.address(), SocketOptions.DEFAULT);
    LinkProbe near = new LinkProbe(a);
    a.run(
        () -> {
          near.setLink(a.transport().connect(acceptor.local(), SocketOptions.DEFAULT, near));
          near.request(9);
        });
    a.await("the bytes", () -> near.receivedBytes() == 9);
  }

  @Test
  void isRefusedWhereNobodyListens() {
    assertEquals(Reason.REFUSED, outcome(vacant(b), SocketOptions.DEFAULT, link -> {}));
  }

  @Test
  void endsAtItsDeadline() throws IOException {
    atSilence(silent -> assertEquals(Reason.TIMEOUT, outcome(silent, SOON, link -> {})));
  }

  @Test
  void oddAddressesAreNoMistake() {
    for (String odd : List.of("0.0.0.0:9", "255.255.255.255:9", "239.1.2.3:9", "[2001:db8::9]:9")) {
      assertNotNull(outcome(Endpoint.parse(odd), SOON, link -> {}), odd);
    }
    assertNotNull(outcome(b.address().withPort(0), SOON, link -> {}), "port 0");
    connected(a, b);
  }

  @Test
  void isCancelledByClose() throws IOException {
    atSilence(
        silent ->
            assertEquals(Reason.CANCELLED, outcome(silent, SocketOptions.DEFAULT, Link::close)));
  }

  @Test
  void isCancelledByCloseWhileSucceeding() {
    AcceptorProbe acceptor = b.listen();
    assertEquals(Reason.CANCELLED, outcome(acceptor.local(), SocketOptions.DEFAULT, Link::close));
    for (LinkProbe far : acceptor.accepted()) {
      b.await("the other end to close", far::isClosed);
    }
  }

  @Test
  void isCutOffByAbortWithItsReason() throws IOException {
    atSilence(
        silent ->
            assertEquals(
                Reason.LIMIT,
                outcome(silent, SocketOptions.DEFAULT, link -> link.abort(Reason.LIMIT))));
  }

  /** The reason of an attempt that fails; checks that onClosed is the only call. */
  private Reason outcome(Endpoint remote, SocketOptions options, Consumer<Link> afterwards) {
    LinkProbe near = LinkProbe.hungry(a);
    a.run(() -> afterwards.accept(near.setLink(a.transport().connect(remote, options, near))));
    a.await("the attempt to end", near::isClosed);
    settle();
    assertEquals(List.of(LinkEvent.CLOSED), near.story());
    assertEquals(1, near.count(LinkEvent.CLOSED));
    return Objects.requireNonNull(near.reason());
  }

  private void atSilence(Consumer<Endpoint> test) throws IOException {
    if (rig().silent() != null) {
      test.accept(rig().silent());
    } else if (rig().virtualTime()) {
      test.accept(Endpoint.parse("203.0.113.1:9"));
    } else {
      try (BlackHole hole = BlackHole.open()) {
        test.accept(hole.address());
      }
    }
  }

  @Test
  void knowsTheAddressesOfBothEnds() {
    Pair pair = connected(a, b);
    Endpoint listening = pair.acceptor().local();
    assertEquals(listening, a.ask(() -> pair.near().link().remote()));
    assertEquals(listening, b.ask(() -> pair.far().link().local()));
    assertEquals(a.ask(() -> pair.near().link().local()), b.ask(() -> pair.far().link().remote()));
    assertNotEquals(0, a.ask(() -> pair.near().link().local().port()));
  }

  @Test
  void comesFromTheLocalAddressAskedFor() {
    Endpoint mine = vacant(a);
    SocketOptions from = SocketOptions.DEFAULT.withReuse().withLocal(mine);
    AcceptorProbe acceptor = b.listen();
    LinkProbe near = LinkProbe.hungry(a);
    a.connect(acceptor.local(), from, near);
    a.await("the link to open", near::isOpen);
    b.await("the link to arrive", () -> !acceptor.accepted().isEmpty());
    assertEquals(mine, a.ask(() -> near.link().local()));
    assertEquals(mine, b.ask(() -> acceptor.accepted().get(0).link().remote()));
  }

  @Test
  void sharesALocalPortWithAListenerAndOtherLinks() {
    SocketOptions shared = SocketOptions.DEFAULT.withReuse();
    AcceptorProbe own = a.listen(new AcceptorProbe(a), a.address(), shared);
    AcceptorProbe first = b.listen();
    AcceptorProbe second = machine("c").listen();
    for (AcceptorProbe acceptor : List.of(first, second)) {
      LinkProbe near = LinkProbe.hungry(a);
      a.connect(acceptor.local(), shared.withLocal(own.local()), near);
      a.await("the link to open", () -> near.isOpen() || near.isClosed());
      assertTrue(near.isOpen(), () -> "closed with " + near.reason());
      assertEquals(own.local(), a.ask(() -> near.link().local()));
    }
    LinkProbe incoming = LinkProbe.hungry(b);
    b.connect(own.local(), SocketOptions.DEFAULT, incoming);
    b.await("the listener to answer", incoming::isOpen);
  }

  @Test
  void reachesTheOwnHost() {
    Pair pair = connected(a, a);
    a.run(() -> pair.near().write(Pattern.buffer(0, 5)));
    a.await("the bytes", () -> pair.far().receivedBytes() == 5);
  }

  @Test
  void keepsManyLinksApart() {
    AcceptorProbe acceptor = b.listen();
    LinkProbe[] near = new LinkProbe[50];
    for (int i = 0; i < near.length; i++) {
      int length = i + 1;
      near[i] = LinkProbe.hungry(a).when(LinkEvent.OPEN, p -> p.write(Pattern.buffer(0, length)));
      a.connect(acceptor.local(), SocketOptions.DEFAULT, near[i]);
    }
    b.await(
        "the bytes of all links",
        () -> acceptor.accepted().stream().mapToInt(LinkProbe::receivedBytes).sum() == 51 * 50 / 2);
    assertEquals(
        50, acceptor.accepted().stream().mapToInt(LinkProbe::receivedBytes).distinct().count());
    for (LinkProbe link : near) {
      assertFalse(link.isClosed());
    }
  }

  @Test
  void reportsAnExceptionInOnOpen() {
    LinkProbe near =
        LinkProbe.hungry(a)
            .when(
                LinkEvent.OPEN,
                probe -> {
                  throw new IllegalStateException("thrown by a test");
                });
    AcceptorProbe acceptor = b.listen();
    a.connect(acceptor.local(), SocketOptions.DEFAULT, near);
    a.await("the link to end", near::isClosed);
    assertEquals(Reason.PROTOCOL, near.reason());
    connected(a, b);
  }
}
