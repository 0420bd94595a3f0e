package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credit for reading and room for writing: {@link Link#request} and {@link Link#write}. */
abstract class BackPressureContract extends ContractBase {

  private static final int SMALL_BUFFER = 4096;
  private static final SocketOptions SMALL =
      SocketOptions.DEFAULT.withSendBufferBytes(SMALL_BUFFER);

  /** Far above any buffer of an operating system; all of it taken means that nothing bounds it. */
  private static final long FLOOD = 64L << 20;

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  @Test
  void deliversNothingWithoutCredit() {
    LinkProbe far = new LinkProbe(b);
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 100)));
    settle();
    assertEquals(0, far.count(LinkEvent.DATA));
    b.run(() -> far.request(100));
    b.await("the bytes", () -> far.receivedBytes() == 100);
  }

  @Test
  void countsCreditInBytes() {
    LinkProbe far = new LinkProbe(b);
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 1000)));
    b.run(() -> far.request(7));
    b.await("seven bytes", () -> far.receivedBytes() >= 7);
    settle();
    assertArrayEquals(Pattern.bytes(0, 7), far.received());
    b.run(() -> far.request(500));
    b.await("500 more bytes", () -> far.receivedBytes() >= 507);
    settle();
    assertArrayEquals(Pattern.bytes(0, 507), far.received());
  }

  @Test
  void addsUpCredit() {
    LinkProbe far = new LinkProbe(b);
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    b.run(
        () -> {
          for (int i = 0; i < 10; i++) {
            far.request(30);
          }
        });
    a.run(() -> pair.near().write(Pattern.buffer(0, 1000)));
    b.await("300 bytes", () -> far.receivedBytes() >= 300);
    settle();
    assertEquals(300, far.receivedBytes());
  }

  @Test
  void keepsCreditUntilBytesCome() {
    LinkProbe far = new LinkProbe(b).when(LinkEvent.OPEN, probe -> probe.request(100));
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    for (int i = 0; i < 4; i++) {
      int from = 25 * i;
      a.run(() -> pair.near().write(Pattern.buffer(from, 25)));
      b.await("25 more bytes", () -> far.receivedBytes() == from + 25);
    }
    a.run(() -> pair.near().write(Pattern.buffer(100, 25)));
    settle();
    assertEquals(100, far.receivedBytes());
  }

  @Test
  void deliversByteForByte() {
    LinkProbe far =
        new LinkProbe(b)
            .when(LinkEvent.OPEN, probe -> probe.request(1))
            .when(LinkEvent.DATA, probe -> probe.request(1));
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 600)));
    b.await("the bytes", () -> far.receivedBytes() == 600);
    assertArrayEquals(Pattern.bytes(0, 600), far.received());
    assertEquals(600, far.pieces().size());
  }

  @Test
  void unlimitedCreditNeverRunsOut() {
    LinkProbe far =
        new LinkProbe(b)
            .when(
                LinkEvent.OPEN,
                probe -> {
                  probe.request(5);
                  probe.request(Link.UNLIMITED);
                  probe.link().request(Link.UNLIMITED);
                  probe.link().request(5);
                });
    LinkProbe near = LinkProbe.hungry(a);
    new Feeder(near, 1 << 20, 16_384);
    connected(a, near, b, far);
    b.await("a mebibyte", () -> far.receivedBytes() == 1 << 20);
  }

  @Test
  void creditBelowOneIsAMistake() {
    Pair pair = connected(a, b);
    a.run(
        () -> {
          Link link = pair.near().link();
          assertThrows(IllegalArgumentException.class, () -> link.request(0));
          assertThrows(IllegalArgumentException.class, () -> link.request(-1));
        });
  }

  @Test
  void endOfInputNeedsNoCredit() {
    LinkProbe far = new LinkProbe(b);
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().link().closeOutput());
    b.await("the end of input", () -> far.saw(LinkEvent.INPUT_CLOSED));
  }

  @Test
  void endOfInputComesAfterTheBytes() {
    LinkProbe far = new LinkProbe(b);
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(
        () -> {
          pair.near().write(Pattern.buffer(0, 100));
          pair.near().link().closeOutput();
        });
    settle();
    assertEquals(0, far.count(LinkEvent.INPUT_CLOSED), "bytes are still to be delivered");
    b.run(() -> far.request(99));
    b.await("99 bytes", () -> far.receivedBytes() == 99);
    settle();
    assertEquals(0, far.count(LinkEvent.INPUT_CLOSED), "a byte is still to be delivered");
    b.run(() -> far.request(1));
    b.await("the end of input", () -> far.saw(LinkEvent.INPUT_CLOSED));
    assertEquals(100, far.receivedBytes());
  }

  @Test
  void writeTakesNoMoreThanTheSendBuffer() {
    LinkProbe near = LinkProbe.hungry(a);
    connected(a, near, b, new LinkProbe(b), SMALL);
    ByteBuffer source = Pattern.buffer(0, 1 << 20);
    int taken = a.ask(() -> near.write(source));
    assertEquals(taken, source.position());
    assertTrue(taken >= 1 && taken <= SMALL_BUFFER, "took " + taken);
  }

  @Test
  void writeTakesWhatFitsWhole() {
    LinkProbe near = LinkProbe.hungry(a);
    connected(a, near, b, LinkProbe.hungry(b), SMALL);
    assertEquals(1024, a.ask(() -> near.write(Pattern.buffer(0, 1024))));
    settle();
    assertEquals(0, near.count(LinkEvent.WRITABLE), "writable without a short write");
  }

  @Test
  void stalledReaderBoundsWhatIsTaken() {
    AtomicLong taken = new AtomicLong();
    LinkProbe near = flooding(taken);
    LinkProbe far = new LinkProbe(b);
    connected(a, near, b, far);
    settleUntilConstant(taken);
    assertTrue(taken.get() < FLOOD, "took " + taken + " bytes that nobody reads");
    int writable = near.count(LinkEvent.WRITABLE);
    assertEquals(0, a.ask(() -> near.write(Pattern.buffer(0, 10))), "a full link took bytes");
    settle();
    assertEquals(writable, near.count(LinkEvent.WRITABLE), "writable while full");
    b.run(() -> far.request(Link.UNLIMITED));
    a.await("room", () -> near.count(LinkEvent.WRITABLE) > writable);
  }

  /** A probe that writes as much as its link takes, up to {@link #FLOOD}. */
  private LinkProbe flooding(AtomicLong taken) {
    ByteBuffer block = ByteBuffer.allocateDirect(1 << 16);
    LinkProbe probe = LinkProbe.hungry(a);
    probe.when(LinkEvent.OPEN, opened -> flood(opened, block, taken));
    probe.when(LinkEvent.WRITABLE, writable -> flood(writable, block, taken));
    return probe;
  }

  private static void flood(LinkProbe probe, ByteBuffer block, AtomicLong taken) {
    do {
      block.clear();
      taken.addAndGet(probe.write(block));
    } while (!block.hasRemaining() && taken.get() < FLOOD);
  }

  @Test
  void writableComesOncePerShortWrite() {
    LinkProbe near = LinkProbe.hungry(a);
    LinkProbe far = new LinkProbe(b);
    connected(a, near, b, far, SMALL);
    fill(near);
    a.run(
        () -> {
          assertEquals(0, near.write(Pattern.buffer(0, 10)));
          assertEquals(0, near.write(Pattern.buffer(0, 10)));
        });
    int before = near.count(LinkEvent.WRITABLE);
    b.run(() -> far.request(Link.UNLIMITED));
    a.await("room", () -> near.count(LinkEvent.WRITABLE) > before);
    settle();
    assertEquals(before + 1, near.count(LinkEvent.WRITABLE), "writable more than once");
  }

  @Test
  void writableMeansThatThereIsRoom() {
    LinkProbe near = LinkProbe.hungry(a);
    AtomicLong taken = new AtomicLong(-1);
    LinkProbe far = new LinkProbe(b);
    connected(a, near, b, far, SMALL);
    fill(near);
    near.when(
        LinkEvent.WRITABLE, probe -> taken.compareAndSet(-1, probe.write(Pattern.buffer(0, 1))));
    b.run(() -> far.request(Link.UNLIMITED));
    a.await("room", () -> taken.get() >= 0);
    assertEquals(1, taken.get(), "no room in onWritable");
  }

  @Test
  void writableComesAgainForEachTransition() {
    LinkProbe near = LinkProbe.hungry(a);
    LinkProbe far = new LinkProbe(b);
    connected(a, near, b, far, SMALL);
    for (int round = 0; round < 3; round++) {
      fill(near);
      int before = near.count(LinkEvent.WRITABLE);
      // The system may hold megabytes that have to be read before there is room again.
      for (int part = 0; part < 64 && near.count(LinkEvent.WRITABLE) == before; part++) {
        b.run(() -> far.request(1 << 18));
        settle();
      }
      assertEquals(before + 1, near.count(LinkEvent.WRITABLE));
    }
  }

  /** Writes until neither the link nor the system behind it takes anything more. */
  private void fill(LinkProbe near) {
    AtomicLong taken = new AtomicLong();
    ByteBuffer block = ByteBuffer.allocateDirect(1 << 16);
    a.run(
        () -> {
          near.when(LinkEvent.WRITABLE, probe -> flood(probe, block, taken));
          flood(near, block, taken);
        });
    settleUntilConstant(taken);
    a.run(() -> near.when(LinkEvent.WRITABLE, probe -> {}));
  }

  private void settleUntilConstant(AtomicLong taken) {
    for (int quiet = 0; quiet < 2; ) {
      long before = taken.get();
      settle();
      quiet = before == taken.get() ? quiet + 1 : 0;
    }
  }

  @Test
  void stalledLinkHoldsUpNoOther() {
    LinkProbe stalled = flooding(new AtomicLong());
    connected(a, stalled, b, new LinkProbe(b));
    Pair other = connected(a, b);
    a.run(() -> other.near().write(Pattern.buffer(0, 1000)));
    b.await("the bytes", () -> other.far().receivedBytes() == 1000);
  }

  @Test
  void oneDirectionHoldsUpNotTheOther() {
    LinkProbe near = flooding(new AtomicLong());
    near.when(
        LinkEvent.OPEN,
        probe -> {
          probe.request(Link.UNLIMITED);
          flood(probe, ByteBuffer.allocate(1 << 16), new AtomicLong());
        });
    LinkProbe far = new LinkProbe(b);
    connected(a, near, b, far);
    b.run(() -> far.write(Pattern.buffer(0, 1000)));
    a.await("the bytes", () -> near.receivedBytes() == 1000);
  }
}
