package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.kit.OutputQueue.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputQueueTest {

  /** A link with a given room, which counts the writes. */
  private static final class NarrowLink implements Link {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    int room;
    int writes;
    @Nullable Reason aborted;

    @Override
    public int write(ByteBuffer source) {
      writes++;
      int count = Math.min(room, source.remaining());
      byte[] bytes = new byte[count];
      source.get(bytes);
      taken.writeBytes(bytes);
      room -= count;
      return count;
    }

    @Override
    public void request(int bytes) {}

    @Override
    public void closeOutput() {}

    @Override
    public void close() {}

    @Override
    public void abort(Reason reason) {
      aborted = reason;
    }

    @Override
    public Endpoint local() {
      return Endpoint.ofIpv4(0x7f000001, 1);
    }

    @Override
    public Endpoint remote() {
      return Endpoint.ofIpv4(0x7f000001, 2);
    }
  }

  private static ByteBuffer bytes(int count, int first) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (first + i);
    }
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void addedFramesAreOneWrite() {
    NarrowLink link = new NarrowLink();
    link.room = 1000;
    OutputQueue queue = new OutputQueue(1000);
    queue.add(bytes(3, 0));
    queue.add(bytes(3, 3));
    assertEquals(Outcome.TAKEN, queue.flush(link));
    assertEquals(1, link.writes);
    assertEquals(6, link.taken.size());
    assertEquals(0, queue.waitingBytes());
  }

  @Test
  void orderSurvivesShortWrites() {
    NarrowLink link = new NarrowLink();
    OutputQueue queue = new OutputQueue(100_000);
    Random random = new Random(2);
    int sent = 0;
    for (int i = 0; i < 2000; i++) {
      int count = random.nextInt(40);
      link.room = random.nextInt(50);
      if (random.nextBoolean()) {
        queue.send(link, bytes(count, sent));
      } else {
        queue.add(bytes(count, sent));
      }
      sent += count;
    }
    link.room = Integer.MAX_VALUE;
    assertEquals(Outcome.TAKEN, queue.flush(link));
    byte[] taken = link.taken.toByteArray();
    assertEquals(sent, taken.length);
    for (int i = 0; i < taken.length; i++) {
      assertEquals((byte) i, taken[i]);
    }
  }

  @Test
  void aSlowReaderIsCutOff() {
    NarrowLink link = new NarrowLink();
    link.room = 5;
    OutputQueue queue = new OutputQueue(10);
    assertEquals(Outcome.WAITING, queue.send(link, bytes(15, 0)));
    assertEquals(10, queue.waitingBytes());
    assertNull(link.aborted);
    assertEquals(Outcome.OVERFLOW, queue.send(link, bytes(1, 0)));
    assertEquals(Reason.LIMIT, link.aborted);
    assertEquals(0, queue.waitingBytes());
  }
}
