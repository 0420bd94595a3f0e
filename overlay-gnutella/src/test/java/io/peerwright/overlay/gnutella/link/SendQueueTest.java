package io.peerwright.overlay.gnutella.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.MessageType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class SendQueueTest {

  private static ByteBuffer message(int type, int payload, int mark) {
    ByteBuffer out = ByteBuffer.allocate(Header.BYTES + payload);
    Header.write(out, mark, mark, type, 3, 1, payload);
    for (int i = 0; i < payload; i++) {
      out.put((byte) (mark + i));
    }
    return out.flip();
  }

  private static void add(SendQueue queue, NarrowLink link, ByteBuffer message, int seconds) {
    queue.add(link, message, 0, message.remaining(), 2, 2, seconds);
  }

  /** The marks of all messages, which must be whole. */
  private static List<Long> marks(byte[] bytes) {
    FrameBuffer frames = new FrameBuffer(Header.FRAMING, 1 << 17);
    ByteBuffer data = ByteBuffer.wrap(bytes);
    List<Long> marks = new ArrayList<>();
    for (ByteBuffer frame = frames.next(data); frame != null; frame = frames.next(data)) {
      assertEquals(2, Header.ttl(frame, 0));
      assertEquals(2, Header.hops(frame, 0));
      marks.add(Header.guidHigh(frame, 0));
    }
    assertEquals(0, frames.heldBytes(), "half a message at the end");
    return marks;
  }

  @Test
  void messagesOfOneTurnAreOneWrite() {
    SendQueue queue = new SendQueue(null);
    NarrowLink link = new NarrowLink(1 << 20);
    for (int i = 0; i < 100; i++) {
      add(queue, link, message(MessageType.QUERY, 20, i), 0);
    }
    assertEquals(0, link.writes);
    assertEquals(SendQueue.Outcome.EMPTY, queue.flush(link, 0));
    assertEquals(1, link.writes);
    assertEquals(100, marks(link.taken.toByteArray()).size());
    assertFalse(queue.isDirty());
    assertEquals(0, queue.waitingBytes());
  }

  @Test
  void nothingIsLostOnALinkThatTakesLittleButInTime() {
    Random random = new Random(2);
    SendQueue queue = new SendQueue(null);
    NarrowLink link = new NarrowLink(0);
    for (int i = 0; i < 2_000; i++) {
      // Some are longer than a chunk.
      int payload = i % 100 == 0 ? 20_000 : random.nextInt(60);
      add(queue, link, message(MessageType.QUERY_HIT, payload, i), 0);
      while (queue.flush(link, 0) == SendQueue.Outcome.WAITING && queue.waitingBytes() > 9_000) {
        link.room += random.nextInt(3_000);
      }
    }
    link.room = Integer.MAX_VALUE;
    assertEquals(SendQueue.Outcome.EMPTY, queue.flush(link, 0));
    assertEquals(0, queue.dropped());
    List<Long> marks = marks(link.taken.toByteArray());
    assertEquals(2_000, marks.size());
    for (int i = 0; i < 2_000; i++) {
      assertEquals(i, marks.get(i));
    }
  }

  /** A queue behind a link that takes nothing. */
  private static SendQueue blocked(NarrowLink link) {
    SendQueue queue = new SendQueue(null);
    add(queue, link, message(MessageType.QUERY, 10, -1), 0);
    assertEquals(SendQueue.Outcome.WAITING, queue.flush(link, 0));
    assertTrue(queue.isBlocked());
    return queue;
  }

  @Test
  void kindsAreBoundedEachForItself() {
    NarrowLink link = new NarrowLink(0);
    SendQueue queue = blocked(link);
    for (int i = 0; i < 10_000; i++) {
      add(queue, link, message(MessageType.PING, 0, i), 0);
      add(queue, link, message(MessageType.QUERY, 30, 10_000 + i), 0);
      add(queue, link, message(MessageType.QUERY_HIT, 300, 20_000 + i), 0);
    }
    assertTrue(queue.waitingBytes() < 110_000, () -> queue.waitingBytes() + " bytes wait");
    link.room = Integer.MAX_VALUE;
    assertEquals(SendQueue.Outcome.EMPTY, queue.flush(link, 0));
    List<Long> marks = marks(link.taken.toByteArray());
    assertEquals(30_001 - queue.dropped(), marks.size());
    // The latest of each kind are there, in their order.
    for (int kind = 0; kind < 3; kind++) {
      int from = 10_000 * kind;
      List<Long> of = marks.stream().filter(m -> m >= from && m < from + 10_000).toList();
      assertTrue(of.size() > 50, () -> "only " + of.size());
      assertEquals(from + 9_999, of.get(of.size() - 1));
      assertEquals(of.size() - 1, of.get(of.size() - 1) - of.get(0));
    }
    // Answers before pings, yet pings are not starved.
    List<Long> first = marks.subList(1, 60);
    long hits = first.stream().filter(m -> m >= 20_000).count();
    long pings = first.stream().filter(m -> m < 10_000).count();
    assertTrue(hits > 30 && pings > 2, () -> hits + " hits and " + pings + " pings");
  }

  @Test
  void whatIsOldIsNotSent() {
    NarrowLink link = new NarrowLink(0);
    SendQueue queue = blocked(link);
    add(queue, link, message(MessageType.PING, 0, 1), 0);
    add(queue, link, message(MessageType.QUERY, 9, 2), 0);
    add(queue, link, message(MessageType.QUERY_HIT, 9, 3), 0);
    add(queue, link, message(MessageType.QUERY, 9, 4), 20);
    link.room = Integer.MAX_VALUE;
    queue.flush(link, 20);
    assertEquals(List.of(-1L, 3L, 4L), marks(link.taken.toByteArray()));
    assertEquals(2, queue.dropped());
  }

  @Test
  void whatMayNotBeDroppedEndsTheLinkInTheEnd() {
    NarrowLink link = new NarrowLink(0);
    SendQueue queue = blocked(link);
    SendQueue.Outcome outcome = SendQueue.Outcome.WAITING;
    int sent = 0;
    while (outcome != SendQueue.Outcome.OVERFLOW && sent < 1_000) {
      add(queue, link, message(MessageType.QRP, 4_000, sent++), 0);
      outcome = queue.flush(link, 0);
    }
    assertEquals(SendQueue.Outcome.OVERFLOW, outcome);
    assertTrue(sent > 60 && sent < 70, sent + " sent");
  }

  /** Other links use the chunks that were given back. */
  private static void useChunks() {
    for (int size : new int[] {Chunks.SMALL_BYTES, Chunks.BYTES}) {
      Chunks.give(Chunks.take(size).putLong(size).flip());
    }
  }

  @Test
  void aCompressedStreamHoldsTheSame() throws Exception {
    Random random = new Random(9);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    SendQueue queue = new SendQueue(new Deflation());
    NarrowLink link = new NarrowLink(0);
    for (int i = 0; i < 3_000; i++) {
      ByteBuffer message = message(MessageType.QUERY, random.nextInt(90), i);
      add(queue, link, message, 0);
      Header.setTtl(message, 0, 2);
      Header.setHops(message, 0, 2);
      plain.write(message.array());
      link.room = random.nextInt(2_000);
      queue.flush(link, 0);
      link.room = 100_000;
      queue.flush(link, 0);
      if (random.nextInt(100) == 0) {
        useChunks();
        queue.sync(link, 0, 0);
        assertFalse(queue.needsSync());
        // Another compressor goes on, for which there is nothing before.
        queue.pause();
      }
    }
    assertTrue(queue.needsSync());
    queue.sync(link, 0, 0);
    queue.close();
    Inflater inflater = new Inflater();
    inflater.setInput(link.taken.toByteArray());
    byte[] inflated = new byte[plain.size() + 1];
    assertEquals(plain.size(), inflater.inflate(inflated));
    assertArrayEquals(plain.toByteArray(), java.util.Arrays.copyOf(inflated, plain.size()));
    assertTrue(link.taken.size() < plain.size());
    inflater.end();
  }

  @Test
  void whatWaitsIsWholeCountedAndBounded() {
    SendQueue queue = new SendQueue(null);
    NarrowLink link = new NarrowLink(0);
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      int type = random.nextBoolean() ? MessageType.QUERY : MessageType.QUERY_HIT;
      add(queue, link, message(type, random.nextInt(200), i), i / 50);
      if (i % 40 == 0) {
        queue.flush(link, i / 50);
        assertTrue(queue.checkInvariants());
      }
    }
    assertTrue(queue.dropped() > 0);
    queue.close();
    assertTrue(queue.checkInvariants());
  }
}
