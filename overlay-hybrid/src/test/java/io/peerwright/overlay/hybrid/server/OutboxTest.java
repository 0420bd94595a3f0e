package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way out of an index server. */
class OutboxTest {

  /** Keeps what it is told, and the buffers that this came in. */
  private static final class Ear implements Outbox.Receiver {
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final StringBuilder told = new StringBuilder();
    private int flushes;
    private boolean dirty;

    @Override
    public void add(ByteBuffer bytes) {
      buffers.add(bytes);
      hear(bytes);
    }

    @Override
    public void send(ByteBuffer bytes) {
      hear(bytes);
    }

    private void hear(ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        told.append((char) (bytes.get() & 0xff));
      }
    }

    @Override
    public void flush() {
      flushes++;
      dirty = false;
    }

    @Override
    public boolean markDirty() {
      boolean first = !dirty;
      dirty = true;
      return first;
    }
  }

  private static String frame(int type, String text) {
    return "" + (char) text.length() + (char) 0 + (char) (type & 0xff) + (char) (type >> 8) + text;
  }

  @Test
  void whatManyAreToldIsEncodedOnce() {
    Outbox outbox = new Outbox();
    Ear speaker = new Ear();
    List<Ear> ears = List.of(new Ear(), new Ear(), new Ear());
    outbox.enter(speaker);
    outbox.notice(speaker, "first");
    outbox.notice(ears.get(1), "first");
    outbox.common(MessageType.CHANNEL_SAID).field("#room").field("ann").field("good evening");
    ears.forEach(outbox::copyTo);
    outbox.copyTo(speaker);
    outbox.notice(ears.get(2), "last");
    outbox.notice(speaker, "last");
    outbox.leave(speaker);

    String said = frame(MessageType.CHANNEL_SAID, "#room ann good evening");
    String first = frame(MessageType.NOTICE, "first");
    String last = frame(MessageType.NOTICE, "last");
    assertEquals(said, ears.get(0).told.toString());
    assertEquals(first + said, ears.get(1).told.toString());
    assertEquals(said + last, ears.get(2).told.toString());
    assertEquals(first + said + last, speaker.told.toString());
    ByteBuffer once = ears.get(0).buffers.get(0);
    assertSame(once, ears.get(1).buffers.get(1));
    assertSame(once, ears.get(2).buffers.get(0));
    ears.forEach(each -> assertEquals(1, each.flushes));
  }
}
