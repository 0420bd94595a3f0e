package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes on an open {@link Link}, as {@link LinkHandler} sees them. */
abstract class StreamContract extends ContractBase {

  private static final int BIG = (4 << 20) + 13;

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  @Test
  void carriesBytesBothWays() {
    Pair pair = connected(a, b);
    a.run(() -> pair.near().write(Pattern.buffer(0, 100)));
    b.run(() -> pair.far().write(Pattern.buffer(1000, 77)));
    b.await("the bytes", () -> pair.far().receivedBytes() == 100);
    a.await("the bytes", () -> pair.near().receivedBytes() == 77);
    assertArrayEquals(Pattern.bytes(0, 100), pair.far().received());
    assertArrayEquals(Pattern.bytes(1000, 77), pair.near().received());
  }

  @Test
  void carriesALotIntactInOddPieces() {
    LinkProbe near = LinkProbe.hungry(a);
    LinkProbe far = LinkProbe.hungry(b);
    new Feeder(near, BIG, 1, 13, 1021, 65_537, 7);
    new Feeder(far, BIG, 8191, 3);
    connected(a, near, b, far);
    b.await("the end of the stream", () -> far.saw(LinkEvent.CLOSED));
    a.await("the end of the stream", () -> near.saw(LinkEvent.CLOSED));
    assertEquals(-1, Arrays.mismatch(Pattern.bytes(0, BIG), far.received()));
    assertEquals(-1, Arrays.mismatch(Pattern.bytes(0, BIG), near.received()));
  }

  @Test
  void takesBytesBetweenPositionAndLimitOnly() {
    Pair pair = connected(a, b);
    ByteBuffer source = Pattern.buffer(0, 100).position(10).limit(30);
    int taken = a.ask(() -> pair.near().write(source));
    assertEquals(20, taken);
    assertEquals(30, source.position());
    assertEquals(30, source.limit());
    b.await("the bytes", () -> pair.far().receivedBytes() == 20);
    assertArrayEquals(Pattern.bytes(10, 20), pair.far().received());
  }

  @Test
  void takesAnyKindOfBuffer() {
    Pair pair = connected(a, b);
    ByteBuffer direct = ByteBuffer.allocateDirect(10).put(Pattern.bytes(0, 10)).flip();
    ByteBuffer readOnly = Pattern.buffer(10, 10).asReadOnlyBuffer();
    ByteBuffer slice = Pattern.buffer(0, 40).position(20).slice().limit(10);
    ByteBuffer little = Pattern.buffer(30, 10).order(ByteOrder.LITTLE_ENDIAN);
    a.run(
        () -> {
          for (ByteBuffer source : new ByteBuffer[] {direct, readOnly, slice, little}) {
            assertEquals(10, pair.near().write(source));
            assertEquals(0, source.remaining());
          }
        });
    b.await("the bytes", () -> pair.far().receivedBytes() == 40);
    assertArrayEquals(Pattern.bytes(0, 40), pair.far().received());
    assertEquals(ByteOrder.LITTLE_ENDIAN, little.order());
  }

  @Test
  void keepsNothingOfTheCallersBuffer() {
    Pair pair = connected(a, b);
    byte[] reused = new byte[1000];
    a.run(
        () -> {
          for (int round = 0; round < 10; round++) {
            System.arraycopy(Pattern.bytes(round * 1000L, 1000), 0, reused, 0, 1000);
            assertEquals(1000, pair.near().write(ByteBuffer.wrap(reused)));
            Arrays.fill(reused, (byte) 0xdb);
          }
        });
    b.await("the bytes", () -> pair.far().receivedBytes() == 10_000);
    assertArrayEquals(Pattern.bytes(0, 10_000), pair.far().received());
  }

  @Test
  void takesNothingOfAnEmptyBuffer() {
    Pair pair = connected(a, b);
    assertEquals(0, a.ask(() -> pair.near().write(ByteBuffer.allocate(0))));
    settle();
    assertEquals(0, pair.far().count(LinkEvent.DATA));
    assertEquals(0, pair.near().count(LinkEvent.WRITABLE));
  }

  @Test
  void dropsWhatIsLeftUnread() {
    LinkProbe far = LinkProbe.hungry(b).readingNothing();
    Pair pair = connected(a, LinkProbe.hungry(a), b, far);
    a.run(() -> pair.near().write(Pattern.buffer(0, 1000)));
    b.await("the bytes", () -> sum(far) == 1000);
    a.run(() -> pair.near().write(Pattern.buffer(0, 500)));
    b.await("the next bytes", () -> sum(far) >= 1500);
    settle();
    assertEquals(1500, sum(far), "bytes that were left unread came again");
  }

  private static int sum(LinkProbe probe) {
    return probe.pieces().stream().mapToInt(Integer::intValue).sum();
  }
}
