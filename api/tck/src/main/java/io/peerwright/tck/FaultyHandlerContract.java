package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link LinkHandler} may do wrong, and what it may do to its buffer. */
abstract class FaultyHandlerContract extends ContractBase {

  private static final Consumer<LinkProbe> THROW =
      probe -> {
        throw new IllegalStateException("thrown by a test");
      };

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  /** Both hosts still work. */
  private void assertAlive() {
    Pair pair = connected(a, b);
    a.run(() -> pair.near().write(Pattern.buffer(0, 10)));
    b.await("bytes on a new link", () -> pair.far().receivedBytes() == 10);
  }

  private void awaitProtocol(LinkProbe faulty, Machine at) {
    at.await("the link of the faulty handler to end", faulty::isClosed);
    settle();
    assertEquals(Reason.PROTOCOL, faulty.reason());
    assertEquals(1, faulty.count(LinkEvent.CLOSED));
  }

  @Test
  void throwingInOnDataEndsTheLink() {
    LinkProbe far = LinkProbe.hungry(b).when(LinkEvent.DATA, THROW);
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 10)));
    awaitProtocol(far, b);
    a.await("the other end to end", pair.near()::isClosed);
    assertEquals(Reason.RESET, pair.near().reason());
    assertAlive();
  }

  @Test
  void throwingInOnWritableEndsTheLink() {
    LinkProbe near = LinkProbe.hungry(a).when(LinkEvent.WRITABLE, THROW);
    connected(a, near, b, LinkProbe.hungry(b));
    a.run(() -> near.write(ByteBuffer.allocate(16 << 20)));
    awaitProtocol(near, a);
    assertAlive();
  }

  @Test
  void throwingInOnInputClosedEndsTheLink() {
    LinkProbe far = LinkProbe.hungry(b).when(LinkEvent.INPUT_CLOSED, THROW);
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().link().closeOutput());
    awaitProtocol(far, b);
    assertAlive();
  }

  @Test
  void throwingInOnOpenOfAnAcceptedLinkEndsIt() {
    LinkProbe far = LinkProbe.hungry(b).when(LinkEvent.OPEN, THROW);
    AcceptorProbe acceptor = new AcceptorProbe(b).receiving(link -> far);
    b.listen(acceptor, b.address(), SocketOptions.DEFAULT);
    LinkProbe near = LinkProbe.hungry(a);
    a.connect(acceptor.local(), SocketOptions.DEFAULT, near);
    awaitProtocol(far, b);
    a.await("the other end to end", near::isClosed);
    assertEquals(Reason.RESET, near.reason());
    assertAlive();
  }

  @Test
  void throwingInOnClosedHarmsNobody() {
    LinkProbe near = LinkProbe.hungry(a).when(LinkEvent.CLOSED, THROW);
    Pair pair = connected(a, near, b, LinkProbe.hungry(b));
    a.run(() -> near.link().abort(Reason.LIMIT));
    a.await("the link to end", near::isClosed);
    b.await("the other end to end", pair.far()::isClosed);
    settle();
    assertEquals(1, near.count(LinkEvent.CLOSED));
    assertEquals(Reason.LIMIT, near.reason());
    assertAlive();
  }

  @Test
  void throwingErrorsIsSurvivedToo() {
    LinkProbe far =
        LinkProbe.hungry(b)
            .when(
                LinkEvent.DATA,
                probe -> {
                  throw new StackOverflowError("thrown by a test");
                });
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 10)));
    awaitProtocol(far, b);
    assertAlive();
  }

  @Test
  void abortingInsideACallbackEndsDelivery() {
    LinkProbe far =
        new LinkProbe(b)
            .when(LinkEvent.OPEN, probe -> probe.request(10))
            .when(
                LinkEvent.DATA,
                probe -> {
                  probe.request(Link.UNLIMITED);
                  probe.link().abort(Reason.LIMIT);
                });
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 10_000)));
    b.await("the link to end", far::isClosed);
    settle();
    assertEquals(1, far.count(LinkEvent.DATA), "data after abort");
    assertEquals(Reason.LIMIT, far.reason());
  }

  @Test
  void writingInsideACallbackAnswers() {
    LinkProbe far = LinkProbe.hungry(b);
    far.when(LinkEvent.DATA, probe -> probe.write(Pattern.buffer(far.receivedBytes(), 1)));
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    for (int i = 1; i <= 20; i++) {
      int count = i;
      a.run(() -> pair.near().write(Pattern.buffer(0, 1)));
      a.await("the echo", () -> pair.near().receivedBytes() == count);
    }
    assertArrayEquals(Pattern.bytes(1, 20), pair.near().received());
  }

  @Test
  void buffersMayBeTurnedAround() {
    LinkProbe far =
        LinkProbe.hungry(b)
            .when(
                LinkEvent.DATA,
                probe ->
                    Objects.requireNonNull(probe.lastBuffer())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .position(0)
                        .limit(0));
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    for (int i = 0; i < 5; i++) {
      int from = 100 * i;
      a.run(() -> pair.near().write(Pattern.buffer(from, 100)));
      b.await("100 more bytes", () -> far.receivedBytes() == from + 100);
    }
    assertArrayEquals(Pattern.bytes(0, 500), far.received());
  }

  @Test
  void buffersShowNoOtherBytes() {
    boolean[] whole = {true};
    LinkProbe far =
        LinkProbe.hungry(b)
            .when(
                LinkEvent.DATA,
                probe -> {
                  ByteBuffer data = Objects.requireNonNull(probe.lastBuffer());
                  whole[0] &= !data.hasArray() && data.isReadOnly();
                });
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 100)));
    b.await("the bytes", () -> far.receivedBytes() == 100);
    assertEquals(true, b.ask(() -> whole[0]));
  }
}
