package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out: what one message causes is collected and leaves in one write for the user who has
 * sent it, and in one for each other. What several are told in the same words is encoded once.
 */
final class Outbox {

  /** One that something is said to. */
  interface Receiver {

    /** Puts bytes behind those that wait. */
    void add(ByteBuffer bytes);

    /** Writes what the current call has to say. */
    void send(ByteBuffer bytes);

    /** Writes what waits. */
    void flush();

    /** True the first time after a flush. */
    boolean markDirty();
  }

  private static final int RELIEVE_BYTES = 32_768;
  private static final int INPUT_BYTES = 16_384;

  private ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
  private final FrameWriter reply = new FrameWriter();
  private final FrameWriter aside = new FrameWriter();
  private final FrameWriter common = new FrameWriter();

  /** What {@link #common} has written, once somebody is told. */
  private @Nullable ByteBuffer copied;

  private @Nullable Receiver current;
  private @Nullable Receiver asideTo;
  private final List<Receiver> dirty = new ArrayList<>();

  /** An error or a notice to somebody who is logged in. */
  void notice(Receiver session, String text) {
    to(session).begin(MessageType.NOTICE).field(text);
  }

  /** The same bytes in an array, which is valid until the next call. */
  ByteBuffer readable(ByteBuffer data) {
    if (data.hasArray()) {
      return data;
    }
    int count = data.remaining();
    if (count > input.capacity()) {
      input = ByteBuffer.allocate(Math.max(count, 2 * input.capacity()));
    }
    return input.clear().put(data).flip();
  }

  /** From now on everything for this session is collected and leaves in one write. */
  void enter(Receiver session) {
    current = session;
  }

  /** Sends what was collected for this session and for others. */
  void leave(Receiver session) {
    flushCurrent(session);
    current = null;
    flushOthers();
  }

  /** Where to write what goes to a session; valid until the next call. */
  FrameWriter to(Receiver session) {
    if (session == current) {
      return reply;
    }
    if (session != asideTo) {
      moveAside();
      asideTo = session;
    }
    return aside;
  }

  /** Begins what several are told; {@link #copyTo} gives it to each of them. */
  FrameWriter common(int type) {
    common.clear();
    copied = null;
    return common.begin(type);
  }

  /** Gives a user what was written last to {@link #common}, behind what it has been told before. */
  void copyTo(Receiver session) {
    ByteBuffer bytes = copied;
    if (bytes == null) {
      bytes = common.buffer();
      copied = bytes;
    }
    bytes.rewind();
    if (session == current) {
      reply.frames(bytes);
    } else {
      moveAside();
      addTo(session, bytes);
    }
  }

  /** Sends what was collected if it is much. */
  void relieve(Receiver session) {
    if (reply.size() > RELIEVE_BYTES) {
      flushCurrent(session);
    }
  }

  void flushCurrent(Receiver session) {
    if (session == current && reply.size() > 0) {
      session.send(reply.buffer());
      reply.clear();
    }
  }

  /** Sends what was collected for sessions other than the current one. */
  void flushOthers() {
    moveAside();
    for (Receiver session : dirty) {
      session.flush();
    }
    dirty.clear();
  }

  private void moveAside() {
    Receiver session = asideTo;
    if (session != null) {
      asideTo = null;
      addTo(session, aside.buffer());
      aside.clear();
    }
  }

  private void addTo(Receiver session, ByteBuffer bytes) {
    session.add(bytes);
    if (session.markDirty()) {
      dirty.add(session);
    }
  }
}
