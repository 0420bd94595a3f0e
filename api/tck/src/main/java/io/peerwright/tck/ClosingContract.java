package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways a {@link Link} ends. */
abstract class ClosingContract extends ContractBase {

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  private void awaitClosed(Pair pair) {
    a.await("the near end to close", pair.near()::isClosed);
    b.await("the far end to close", pair.far()::isClosed);
    settle();
    assertEquals(1, pair.near().count(LinkEvent.CLOSED));
    assertEquals(1, pair.far().count(LinkEvent.CLOSED));
  }

  /** A far end that takes everything and leaves its own direction open. */
  private LinkProbe lingering() {
    return LinkProbe.hungry(b).when(LinkEvent.INPUT_CLOSED, probe -> {});
  }

  @Test
  void outputEndedAtOneEndIsInputEndedAtTheOther() {
    Pair pair = connected(a, LinkProbe.hungry(a), b, lingering());
    a.run(() -> pair.near().link().closeOutput());
    b.await("the end of input", () -> pair.far().saw(LinkEvent.INPUT_CLOSED));
    settle();
    assertFalse(pair.near().isClosed());
    assertFalse(pair.far().isClosed());
  }

  @Test
  void halfClosedLinkCarriesTheOtherDirection() {
    Pair pair = connected(a, LinkProbe.hungry(a), b, lingering());
    a.run(() -> pair.near().link().closeOutput());
    b.await("the end of input", () -> pair.far().saw(LinkEvent.INPUT_CLOSED));
    b.run(() -> pair.far().write(Pattern.buffer(0, 1000)));
    a.await("the bytes", () -> pair.near().receivedBytes() == 1000);
    b.run(() -> pair.far().link().closeOutput());
    awaitClosed(pair);
    assertEquals(Reason.ENDED, pair.near().reason());
    assertEquals(Reason.ENDED, pair.far().reason());
  }

  @Test
  void acceptedEndMayEndItsOutputFirst() {
    LinkProbe near = LinkProbe.hungry(a).when(LinkEvent.INPUT_CLOSED, probe -> {});
    Pair pair = connected(a, near, b, LinkProbe.hungry(b));
    b.run(() -> pair.far().link().closeOutput());
    a.await("the end of input", () -> near.saw(LinkEvent.INPUT_CLOSED));
    a.run(() -> near.write(Pattern.buffer(0, 1000)));
    b.await("the bytes", () -> pair.far().receivedBytes() == 1000);
    a.run(() -> near.link().closeOutput());
    awaitClosed(pair);
    assertEquals(Reason.ENDED, near.reason());
    assertEquals(Reason.ENDED, pair.far().reason());
  }

  @Test
  void bothEndsMayEndAtOnce() {
    Pair pair = connected(a, b);
    a.run(() -> pair.near().link().closeOutput());
    b.run(() -> pair.far().link().closeOutput());
    awaitClosed(pair);
    assertEquals(Reason.ENDED, pair.near().reason());
    assertEquals(Reason.ENDED, pair.far().reason());
    assertEquals(
        List.of(LinkEvent.OPEN, LinkEvent.INPUT_CLOSED, LinkEvent.CLOSED), pair.far().story());
  }

  @Test
  void endedOutputDeliversWhatWasTaken() {
    Pair pair = connected(a, b);
    a.run(
        () -> {
          assertEquals(50_000, pair.near().write(Pattern.buffer(0, 50_000)));
          pair.near().link().closeOutput();
        });
    awaitClosed(pair);
    assertArrayEquals(Pattern.bytes(0, 50_000), pair.far().received());
    assertEquals(
        List.of(LinkEvent.OPEN, LinkEvent.DATA, LinkEvent.INPUT_CLOSED, LinkEvent.CLOSED),
        pair.far().story());
  }

  @Test
  void endedOutputTakesNothing() {
    Pair pair = connected(a, LinkProbe.hungry(a), b, lingering());
    a.run(
        () -> {
          pair.near().link().closeOutput();
          assertEquals(0, pair.near().write(Pattern.buffer(0, 10)));
          pair.near().link().closeOutput();
        });
    b.await("the end of input", () -> pair.far().saw(LinkEvent.INPUT_CLOSED));
    settle();
    assertEquals(0, pair.far().receivedBytes());
    assertEquals(0, pair.near().count(LinkEvent.WRITABLE));
    assertEquals(1, pair.far().count(LinkEvent.INPUT_CLOSED));
  }

  @Test
  void closeDeliversWhatWasTaken() {
    Pair pair = connected(a, b);
    a.run(
        () -> {
          assertEquals(50_000, pair.near().write(Pattern.buffer(0, 50_000)));
          pair.near().link().close();
        });
    awaitClosed(pair);
    assertArrayEquals(Pattern.bytes(0, 50_000), pair.far().received());
    assertEquals(Reason.CANCELLED, pair.near().reason());
    assertEquals(Reason.ENDED, pair.far().reason());
  }

  @Test
  void closeThrowsAwayWhatComesIn() {
    Pair pair = connected(a, LinkProbe.hungry(a), b, lingering());
    a.run(() -> pair.near().link().close());
    b.await("the end of input", () -> pair.far().saw(LinkEvent.INPUT_CLOSED));
    b.run(
        () -> {
          pair.far().write(Pattern.buffer(0, 1000));
          pair.far().link().closeOutput();
        });
    awaitClosed(pair);
    assertEquals(0, pair.near().receivedBytes());
    assertEquals(Reason.CANCELLED, pair.near().reason());
  }

  @Test
  void closeCutsOffARemoteSideThatDoesNotEnd() {
    Pair pair = connected(a, LinkProbe.hungry(a), b, lingering());
    a.run(() -> pair.near().link().close());
    a.await("the near end to close", pair.near()::isClosed);
    assertEquals(Reason.CANCELLED, pair.near().reason());
    b.run(() -> pair.far().write(Pattern.buffer(0, 1000)));
    b.await("the far end to be cut off", pair.far()::isClosed);
    assertEquals(Reason.RESET, pair.far().reason());
  }

  @Test
  void closeAndAbortDoNotCallBackAtOnce() {
    Pair closed = connected(a, b);
    Pair aborted = connected(a, b);
    a.run(
        () -> {
          closed.near().link().close();
          aborted.near().link().abort(Reason.LIMIT);
          assertFalse(closed.near().isClosed());
          assertFalse(aborted.near().isClosed());
        });
    awaitClosed(closed);
    awaitClosed(aborted);
  }

  @Test
  void abortTellsItsReasonHereAndResetThere() {
    for (Reason reason : new Reason[] {Reason.LIMIT, Reason.PROTOCOL, Reason.CORRUPT}) {
      Pair pair = connected(a, b);
      a.run(() -> pair.near().link().abort(reason));
      awaitClosed(pair);
      assertEquals(reason, pair.near().reason());
      assertEquals(Reason.RESET, pair.far().reason());
    }
  }

  @Test
  void abortAtTheAcceptedEndResetsTheOther() {
    Pair pair = connected(a, b);
    b.run(() -> pair.far().link().abort(Reason.REFUSED));
    awaitClosed(pair);
    assertEquals(Reason.REFUSED, pair.far().reason());
    assertEquals(Reason.RESET, pair.near().reason());
  }

  @Test
  void abortDeliversNoMoreHere() {
    Pair pair = connected(a, b);
    b.run(() -> pair.far().write(Pattern.buffer(0, 1000)));
    a.run(() -> pair.near().link().abort(Reason.LIMIT));
    int before = pair.near().receivedBytes();
    awaitClosed(pair);
    assertEquals(before, pair.near().receivedBytes());
  }

  @Test
  void abortAfterCloseEndsAtOnce() {
    Pair pair = connected(a, LinkProbe.hungry(a), b, lingering());
    a.run(() -> pair.near().link().close());
    b.await("the end of input", () -> pair.far().saw(LinkEvent.INPUT_CLOSED));
    a.run(() -> pair.near().link().abort(Reason.LIMIT));
    a.await("the near end to close", pair.near()::isClosed);
    // After the end of its input a live end may notice only when it writes.
    b.run(() -> pair.far().write(Pattern.buffer(0, 10)));
    awaitClosed(pair);
    assertEquals(Reason.RESET, pair.far().reason());
  }

  @Test
  void abortLosesWhatIsNotSent() {
    LinkProbe near = LinkProbe.hungry(a);
    LinkProbe far = new LinkProbe(b);
    Pair pair = connected(a, near, b, far);
    a.run(
        () -> {
          near.write(Pattern.buffer(0, 60_000));
          near.link().abort(Reason.LIMIT);
        });
    a.await("the near end to close", near::isClosed);
    settle();
    // Without credit a live end need not look for what becomes of its link.
    b.run(
        () -> {
          if (!far.isClosed()) {
            far.request(Link.UNLIMITED);
          }
        });
    awaitClosed(pair);
    assertEquals(Reason.RESET, far.reason());
    assertFalse(far.saw(LinkEvent.INPUT_CLOSED), "an aborted stream ended in order");
  }

  @Test
  void closedLinkTakesEveryCall() {
    Pair pair = connected(a, b);
    a.run(() -> pair.near().link().abort(Reason.LIMIT));
    awaitClosed(pair);
    for (LinkProbe end : List.of(pair.near(), pair.far())) {
      Machine machine = end == pair.near() ? a : b;
      machine.run(
          () -> {
            Link link = end.link();
            assertEquals(0, link.write(Pattern.buffer(0, 10)));
            link.request(10);
            link.closeOutput();
            link.close();
            link.abort(Reason.CORRUPT);
            assertTrue(link.remote().port() > 0);
            assertTrue(link.local().port() > 0);
          });
    }
    settle();
    assertEquals(List.of(LinkEvent.OPEN, LinkEvent.CLOSED), pair.near().story());
    assertEquals(1, pair.far().count(LinkEvent.CLOSED));
  }

  @Test
  void closingTwiceClosesOnce() {
    Pair pair = connected(a, b);
    a.run(
        () -> {
          pair.near().link().close();
          pair.near().link().close();
          pair.near().link().closeOutput();
        });
    awaitClosed(pair);
    assertEquals(Reason.CANCELLED, pair.near().reason());
  }

  @Test
  void defaultHandlerAnswersTheEndWithTheEnd() {
    Pair pair = connected(a, b);
    b.run(() -> pair.far().link().closeOutput());
    awaitClosed(pair);
    assertEquals(Reason.ENDED, pair.near().reason());
    assertEquals(Reason.ENDED, pair.far().reason());
  }
}
