package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameBufferTest {

  /** Two bytes of length, which count themselves. */
  private static final FrameBuffer.Framing FRAMING =
      new FrameBuffer.Framing() {
        @Override
        public int headerBytes() {
          return 2;
        }

        @Override
        public int frameBytes(ByteBuffer bytes) {
          return bytes.getShort(bytes.position()) & 0xffff;
        }
      };

  @Test
  void framesInOneReadAreViewsOfIt() {
    byte[] read = {0, 3, 7, 0, 4, 8, 9};
    ByteBuffer data = ByteBuffer.wrap(read);
    FrameBuffer frames = new FrameBuffer(FRAMING, 10);
    ByteBuffer first = frames.next(data);
    ByteBuffer second = frames.next(data);
    assertNotNull(first);
    assertNotNull(second);
    assertTrue(first.array() == read && second.array() == read);
    assertEquals(7, first.get(2));
    assertEquals(9, second.get(3));
    assertNull(frames.next(data));
    assertEquals(0, frames.heldBytes());
  }

  @Test
  void aWholeFrameCanBeReadWhereItIs() {
    FrameBuffer frames = new FrameBuffer(FRAMING, 10);
    ByteBuffer data = ByteBuffer.wrap(new byte[] {0, 3, 7, 0, 4, 8});
    assertEquals(3, frames.nextWhole(data));
    assertEquals(0, data.position());
    data.position(3);
    assertEquals(0, frames.nextWhole(data), "the end is missing");
    assertNull(frames.next(data));
    ByteBuffer rest = ByteBuffer.wrap(new byte[] {9, 0, 2, 0, 11});
    assertEquals(0, frames.nextWhole(rest), "the start was kept");
    ByteBuffer straddling = frames.next(rest);
    assertNotNull(straddling);
    assertEquals(9, straddling.get(3));
    assertEquals(2, frames.nextWhole(rest));
    rest.position(3);
    assertEquals(0, frames.nextWhole(rest), "too long");
    assertNull(frames.next(rest));
    assertEquals(Reason.LIMIT, frames.failure());
    assertEquals(0, frames.nextWhole(ByteBuffer.wrap(new byte[] {0, 2})));
  }

  @Test
  void anySplitGivesTheSameFrames() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        byte[] frame = new byte[2 + random.nextInt(70)];
        random.nextBytes(frame);
        frame[0] = 0;
        frame[1] = (byte) frame.length;
        sent.add(frame);
        stream.writeBytes(frame);
      }
      FrameBuffer frames = new FrameBuffer(FRAMING, 100);
      List<byte[]> received = new ArrayList<>();
      byte[] bytes = stream.toByteArray();
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(40));
        ByteBuffer data = ByteBuffer.wrap(bytes, at, count).asReadOnlyBuffer();
        ByteBuffer frame;
        while ((frame = frames.next(data)) != null) {
          byte[] copy = new byte[frame.remaining()];
          frame.get(copy);
          received.add(copy);
        }
        at += count;
      }
      assertEquals(0, frames.heldBytes());
      assertEquals(sent.size(), received.size());
      for (int i = 0; i < sent.size(); i++) {
        assertArrayEquals(sent.get(i), received.get(i));
      }
    }
  }

  @Test
  void tooLongIsFoundAtTheHeader() {
    FrameBuffer frames = new FrameBuffer(FRAMING, 10);
    assertNull(frames.next(ByteBuffer.wrap(new byte[] {0})));
    assertNull(frames.failure());
    ByteBuffer rest = ByteBuffer.wrap(new byte[] {11, 1, 2});
    assertNull(frames.next(rest));
    assertEquals(Reason.LIMIT, frames.failure());
    assertEquals(0, frames.heldBytes());
    assertNull(frames.next(ByteBuffer.wrap(new byte[] {0, 2})));
  }

  @Test
  void aLengthBelowTheHeaderIsMalformed() {
    FrameBuffer frames = new FrameBuffer(FRAMING, 10);
    assertNull(frames.next(ByteBuffer.wrap(new byte[] {0, 1, 2})));
    assertEquals(Reason.PROTOCOL, frames.failure());
  }

  @Test
  void anAnnouncedLengthReservesNothing() {
    FrameBuffer frames = new FrameBuffer(FRAMING, 65_535);
    assertNull(frames.next(ByteBuffer.wrap(new byte[] {-1, -1, 1, 2})));
    assertEquals(4, frames.heldBytes());
    assertNull(frames.failure());
  }
}
