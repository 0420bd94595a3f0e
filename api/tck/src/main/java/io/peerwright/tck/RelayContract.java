package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.overlay.Relay;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link Relay} must do, as tests derived from its Javadoc: three
 * peers that know each other open streams, which behave like any other link.
 */
public abstract class RelayContract extends NamedPeers {

  private static final int BIG = 300_007;

  /** More than a stream may take while nobody reads. */
  private static final int FLOOD = 64 << 20;

  /** How often a stream is tried that both ends may not be ready for. */
  private static final int MOST_TRIES = 100;

  /** For subclasses. */
  protected RelayContract() {}

  /** How other peers call the one on this host: by the name of the host unless overridden. */
  @Override
  protected String name(Host host) {
    return super.name(host);
  }

  @Override
  final boolean isKnown(Peer by, String name) {
    return ended(by, name).reason() != Reason.UNRESOLVED;
  }

  private static Handle accept(Peer peer, LinkAcceptor door) {
    Relay relay = peer.as(Relay.class);
    return peer.machine().ask(() -> relay.accept(door));
  }

  private static StreamAcceptor door(Peer peer) {
    return new StreamAcceptor(peer.machine(), () -> LinkProbe.hungry(peer.machine()));
  }

  private static StreamAcceptor opened(Peer peer) {
    StreamAcceptor door = door(peer);
    accept(peer, door);
    return door;
  }

  private static LinkProbe connect(Peer from, String to, LinkProbe probe) {
    Relay relay = from.as(Relay.class);
    from.machine().run(() -> probe.setLink(relay.connect(to, probe)));
    return probe;
  }

  private LinkProbe connect(Peer from, Peer to) {
    return connect(from, name(to), LinkProbe.hungry(from.machine()));
  }

  /** A stream that is to end by itself. */
  private static LinkProbe ended(Peer from, String to) {
    LinkProbe probe = connect(from, to, LinkProbe.hungry(from.machine()));
    from.machine().await("the attempt to end", probe::isClosed);
    return probe;
  }

  /** A stream that ends without having been open, for this reason. */
  private void assertFails(Reason reason, Peer from, String to) {
    LinkProbe probe = ended(from, to);
    settle();
    assertEquals(reason, probe.reason());
    assertEquals(List.of(LinkEvent.CLOSED), probe.story());
    assertEquals(1, probe.count(LinkEvent.CLOSED));
  }

  private Stream stream(Peer from, LinkProbe near, Peer to, LinkProbe far) {
    Handle handle = accept(to, new StreamAcceptor(to.machine(), () -> far));
    connect(from, name(to), near);
    from.machine().await("the stream to open", () -> near.saw(LinkEvent.OPEN));
    to.machine().await("the stream to be taken", () -> far.saw(LinkEvent.OPEN));
    to.machine().run(handle::close);
    return new Stream(near, far);
  }

  /** An open stream, seen from both ends. */
  private record Stream(LinkProbe near, LinkProbe far) {}

  private Stream stream(Peer from, Peer to) {
    return stream(from, LinkProbe.hungry(from.machine()), to, LinkProbe.hungry(to.machine()));
  }

  private void awaitClosed(Stream pair) {
    a.machine().await("the near end to close", pair.near()::isClosed);
    b.machine().await("the far end to close", pair.far()::isClosed);
    settle();
    assertEquals(1, pair.near().count(LinkEvent.CLOSED));
    assertEquals(1, pair.far().count(LinkEvent.CLOSED));
  }

  @Test
  void aStreamOpensAtBothEnds() {
    StreamAcceptor door = opened(b);
    LinkProbe near = connect(a, b);
    a.machine().await("the stream to open", () -> near.saw(LinkEvent.OPEN));
    b.machine().await("the stream to be taken", () -> door.taken.size() == 1);
    settle();
    assertTrue(near.isOpen());
    assertTrue(door.taken.get(0).isOpen());
    assertEquals(1, door.taken.size());
  }

  @Test
  void onlyTheOneCalledIsAsked() {
    StreamAcceptor door = opened(b);
    StreamAcceptor other = opened(c);
    StreamAcceptor self = opened(a);
    LinkProbe near = connect(a, b);
    a.machine().await("the stream to open", () -> near.saw(LinkEvent.OPEN));
    settle();
    assertEquals(1, door.taken.size());
    assertEquals(0, other.taken.size());
    assertEquals(0, self.taken.size());
  }

  @Test
  void carriesALotBothWays() {
    LinkProbe near = LinkProbe.hungry(a.machine());
    LinkProbe far = LinkProbe.hungry(b.machine());
    new Feeder(near, BIG, 1, 13, 1021, 65_537, 7);
    new Feeder(far, BIG, 8191, 3);
    Stream pair = stream(a, near, b, far);
    awaitClosed(pair);
    assertArrayEquals(Pattern.bytes(0, BIG), far.received());
    assertArrayEquals(Pattern.bytes(0, BIG), near.received());
    assertEquals(Reason.ENDED, near.reason());
    assertEquals(Reason.ENDED, far.reason());
  }

  @Test
  void streamsDoNotMix() {
    StreamAcceptor door = opened(b);
    StreamAcceptor other = opened(c);
    LinkProbe first = connect(a, b);
    LinkProbe second = connect(c, b);
    LinkProbe third = connect(a, c);
    List<LinkProbe> nears = List.of(first, second, third);
    List<Peer> senders = List.of(a, c, a);
    for (int i = 0; i < 3; i++) {
      LinkProbe near = nears.get(i);
      ByteBuffer bytes = Pattern.buffer(1_000L * i, 500);
      senders.get(i).machine().await("the stream to open", () -> near.saw(LinkEvent.OPEN));
      senders.get(i).machine().run(() -> near.write(bytes));
    }
    settle();
    List<byte[]> atB = door.taken.stream().map(LinkProbe::received).toList();
    assertEquals(2, atB.size());
    int one = atB.get(0)[0] == Pattern.at(0) ? 0 : 1;
    assertArrayEquals(Pattern.bytes(0, 500), atB.get(one));
    assertArrayEquals(Pattern.bytes(1_000, 500), atB.get(1 - one));
    assertArrayEquals(Pattern.bytes(2_000, 500), other.taken.get(0).received());
  }

  @Test
  void nothingIsDeliveredWithoutCredit() {
    LinkProbe far = new LinkProbe(b.machine());
    Stream pair = stream(a, LinkProbe.hungry(a.machine()), b, far);
    a.machine().run(() -> pair.near().write(Pattern.buffer(0, 1_000)));
    settle();
    assertEquals(0, far.receivedBytes());
    b.machine().run(() -> far.request(10));
    b.machine().await("the bytes", () -> far.receivedBytes() == 10);
    settle();
    assertArrayEquals(Pattern.bytes(0, 10), far.received());
  }

  @Test
  void whoDoesNotReadHoldsTheWriterUp() {
    LinkProbe far = new LinkProbe(b.machine());
    Stream pair = stream(a, LinkProbe.hungry(a.machine()), b, far);
    long taken = 0;
    for (int full = 0; full < 3; ) {
      int size = a.machine().ask(() -> pair.near().write(Pattern.buffer(0, 1 << 16)));
      taken += size;
      assertTrue(taken < FLOOD, "takes whatever comes though nobody reads");
      full = size == 0 ? full + 1 : 0;
      settle();
    }
    long all = taken;
    b.machine().run(() -> far.request(Link.UNLIMITED));
    a.machine().await("room to write", () -> pair.near().saw(LinkEvent.WRITABLE));
    b.machine().await("what was taken", () -> far.receivedBytes() == all);
  }

  @Test
  void anEndedOutputIsAnEndedInput() {
    LinkProbe far = LinkProbe.hungry(b.machine()).when(LinkEvent.INPUT_CLOSED, probe -> {});
    Stream pair = stream(a, LinkProbe.hungry(a.machine()), b, far);
    a.machine().run(() -> pair.near().link().closeOutput());
    b.machine().await("the end of input", () -> far.saw(LinkEvent.INPUT_CLOSED));
    b.machine().run(() -> far.write(Pattern.buffer(0, 100)));
    a.machine().await("the bytes", () -> pair.near().receivedBytes() == 100);
    b.machine().run(() -> far.link().closeOutput());
    awaitClosed(pair);
    assertEquals(Reason.ENDED, pair.near().reason());
    assertEquals(Reason.ENDED, far.reason());
  }

  @Test
  void closingSendsWhatWasTaken() {
    Stream pair = stream(a, b);
    a.machine()
        .run(
            () -> {
              assertEquals(9_000, pair.near().write(Pattern.buffer(0, 9_000)));
              pair.near().link().close();
            });
    awaitClosed(pair);
    assertArrayEquals(Pattern.bytes(0, 9_000), pair.far().received());
    assertEquals(Reason.CANCELLED, pair.near().reason());
    assertEquals(Reason.ENDED, pair.far().reason());
  }

  @Test
  void abortingResets() {
    Stream pair = stream(a, b);
    a.machine().run(() -> pair.near().link().abort(Reason.LIMIT));
    awaitClosed(pair);
    assertEquals(Reason.LIMIT, pair.near().reason());
    assertEquals(Reason.RESET, pair.far().reason());
  }

  @Test
  void anAttemptCanBeCancelled() {
    opened(b);
    LinkProbe near = LinkProbe.hungry(a.machine());
    Relay relay = a.as(Relay.class);
    a.machine().run(() -> near.setLink(relay.connect(name(b), near)).close());
    a.machine().await("the attempt to end", near::isClosed);
    settle();
    assertEquals(Reason.CANCELLED, near.reason());
    assertEquals(List.of(LinkEvent.CLOSED), near.story());
  }

  @Test
  void anUnknownPeerFails() {
    assertFails(Reason.UNRESOLVED, a, NOBODY);
  }

  @Test
  void whoTakesNoStreamsRefuses() {
    assertFails(Reason.REFUSED, a, name(b));
  }

  @Test
  void anAcceptorMayRefuse() {
    accept(b, new StreamAcceptor(b.machine(), () -> null));
    assertFails(Reason.REFUSED, a, name(b));
  }

  @Test
  void whoStopsTakingKeepsItsStreams() {
    StreamAcceptor door = door(b);
    Handle handle = accept(b, door);
    LinkProbe near = connect(a, b);
    a.machine().await("the stream to open", () -> near.saw(LinkEvent.OPEN));
    b.machine()
        .run(
            () -> {
              handle.close();
              handle.close();
            });
    assertFails(Reason.REFUSED, a, name(b));
    a.machine().run(() -> near.write(Pattern.buffer(0, 100)));
    b.machine().await("the bytes", () -> door.taken.get(0).receivedBytes() == 100);
    assertEquals(1, door.taken.size());
  }

  @Test
  void oneAcceptorAtATime() {
    StreamAcceptor door = door(b);
    Handle handle = accept(b, door);
    Relay relay = b.as(Relay.class);
    b.machine().run(() -> assertThrows(IllegalStateException.class, () -> relay.accept(door(b))));
    b.machine().run(handle::close);
    StreamAcceptor next = opened(b);
    b.machine().run(handle::close);
    LinkProbe near = connect(a, b);
    a.machine().await("the stream to open", () -> near.saw(LinkEvent.OPEN));
    settle();
    assertEquals(0, door.taken.size());
    assertEquals(1, next.taken.size());
  }

  @Test
  void takingMayBeginBeforeJoining() {
    Peer late = newcomer("late");
    opened(late);
    late.join();
    assertOpens(a, late);
  }

  @Test
  void whoJoinsAgainTakesAndOpensAsBefore() {
    opened(b);
    opened(a);
    b.leave();
    settle();
    b.join();
    assertOpens(a, b);
    assertOpens(b, a);
  }

  @Test
  void whoStopsTakingWhileAwayTakesNoMore() {
    Handle taking = accept(b, door(b));
    b.leave();
    settle();
    b.machine().run(taking::close);
    b.join();
    settle();
    awaitKnown(a, b);
    assertFails(Reason.REFUSED, a, name(b));
  }

  /** Once both know each other again. */
  private void assertOpens(Peer from, Peer to) {
    LinkProbe near = connect(from, to);
    for (int i = 0; i < MOST_TRIES && !near.isOpen(); i++) {
      settle();
      near = near.isClosed() ? connect(from, to) : near;
    }
    assertTrue(near.isOpen(), "no stream");
  }

  @Test
  void whoIsNotInTheNetworkOpensNothing() {
    assertFails(Reason.UNREACHABLE, newcomer("outside"), name(b));
  }

  @Test
  void leavingEndsItsStreams() {
    Stream pair = stream(a, b);
    opened(b);
    Relay relay = a.as(Relay.class);
    LinkProbe opening = LinkProbe.hungry(a.machine());
    a.machine()
        .run(
            () -> {
              opening.setLink(relay.connect(name(b), opening));
              a.overlay().leave();
            });
    a.machine().await("the attempt to end", opening::isClosed);
    awaitClosed(pair);
    assertEquals(Reason.SHUTDOWN, opening.reason());
    assertFalse(opening.saw(LinkEvent.OPEN));
    assertEquals(Reason.SHUTDOWN, pair.near().reason());
  }

  @Test
  void leavingEndsWhatItTook() {
    Stream pair = stream(a, b);
    b.leave();
    awaitClosed(pair);
    assertEquals(Reason.SHUTDOWN, pair.far().reason());
  }

  @Test
  void twoNetworksShareNothing() {
    StreamAcceptor door = opened(b);
    elsewhere(other -> assertEquals(Reason.UNRESOLVED, ended(other, name(b)).reason()));
    settle();
    assertEquals(0, door.taken.size());
  }
}
