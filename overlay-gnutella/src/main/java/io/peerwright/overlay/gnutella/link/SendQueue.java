package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.net.Link;
import io.peerwright.overlay.gnutella.message.Header;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent to one neighbour. Messages of one turn of the loop are gathered in a borrowed
 * chunk and become one write; an idle queue holds nothing. When the link takes no more, messages
 * wait by kind: each kind has its room and its age, the oldest go first, and when the link takes
 * again the kinds are sent in turns, those of more worth more of them.
 *
 * <p>A message costs a copy of its bytes, whether it waits or not; which one goes is decided by its
 * kind and age alone, O(1).
 *
 * <p>Source: C. Rohrs, "SACHRIFC: Simple Flow Control for Gnutella", 2002, with rooms in place of
 * stacks.
 */
final class SendQueue {

  /** How far a flush came. */
  enum Outcome {
    /** Nothing is left. */
    EMPTY,
    /** The link is full. */
    WAITING,
    /** More waits than may, and none of it may be dropped. */
    OVERFLOW
  }

  private static final int MOST_FREE = 64;
  private static final ThreadLocal<Free> FREE = ThreadLocal.withInitial(Free::new);

  private final @Nullable Deflation deflation;

  /** Whole messages that were not handed over yet, up to its position. */
  private @Nullable ByteBuffer gathered;

  /** Bytes of the wire that the link did not take, from its position on. */
  private @Nullable ByteBuffer unsent;

  private WaitingMessages @Nullable [] waiting;
  private boolean overflow;
  private int dropped;

  /** When all could be read last that was compressed. */
  private long syncedAt = Turn.NEVER;

  /**
   * An empty queue.
   *
   * @param deflation compresses what is sent; null sends it as it is
   */
  SendQueue(@Nullable Deflation deflation) {
    this.deflation = deflation;
  }

  /** An idle one that does not compress, to be given back when it is so again. */
  static SendQueue take() {
    Free own = FREE.get();
    return own.count == 0 ? new SendQueue(null) : own.queues[--own.count];
  }

  /** Gives one back if it is idle: then null, else the same. */
  static @Nullable SendQueue unlessIdle(SendQueue queue) {
    if (!queue.isIdle()) {
      return queue;
    }
    Free own = FREE.get();
    if (own.count < own.queues.length) {
      own.queues[own.count++] = queue;
    }
    return null;
  }

  /** Queues that a thread has free, as {@link Chunks} are: all that is sent goes in one turn. */
  private static final class Free {
    private final SendQueue[] queues = new SendQueue[MOST_FREE];
    private int count;
  }

  /** Messages that were not sent. */
  int dropped() {
    return dropped;
  }

  /** Whether the link takes no more now. */
  boolean isBlocked() {
    return unsent != null;
  }

  /** Whether a flush may do something. */
  boolean isDirty() {
    return gathered != null || overflow;
  }

  /** The bytes that wait in all. */
  int waitingBytes() {
    int sum = gathered == null ? 0 : gathered.position();
    sum += unsent == null ? 0 : unsent.remaining();
    if (waiting != null) {
      for (WaitingMessages each : waiting) {
        sum += each.waitingBytes();
      }
    }
    return sum;
  }

  /**
   * Takes a copy of a message with another TTL and other hops.
   *
   * @param link to write to when a chunk is full
   */
  void add(Link link, ByteBuffer source, int at, int length, int ttl, int hops, int seconds) {
    ByteBuffer into = gathered;
    if (into != null && into.remaining() < length) {
      if (unsent == null && into.capacity() < Chunks.BYTES) {
        gathered = Chunks.larger(into, length);
      } else {
        flush(link, seconds);
      }
      into = gathered;
    }
    if (unsent != null || into != null && into.remaining() < length) {
      delay(source, at, length, ttl, hops, seconds);
      return;
    }
    if (into == null) {
      into = Chunks.take(length);
      gathered = into;
    }
    int start = into.position();
    into.put(start, source, at, length).position(start + length);
    Header.setTtl(into, start, ttl);
    Header.setHops(into, start, hops);
  }

  private void delay(ByteBuffer source, int at, int length, int ttl, int hops, int seconds) {
    WaitingMessages[] kinds = waiting;
    if (kinds == null) {
      kinds = new WaitingMessages[Kind.COUNT];
      for (int i = 0; i < kinds.length; i++) {
        kinds[i] = new WaitingMessages(Kind.at(i));
      }
      waiting = kinds;
    }
    Kind kind = Kind.ofType(Header.type(source, at));
    int gone = kinds[kind.ordinal()].add(source, at, length, ttl, hops, seconds);
    overflow |= gone < 0;
    dropped += Math.max(gone, 0);
  }

  /** Hands over to the link what it takes. Also to be called when the link has room again. */
  Outcome flush(Link link, int seconds) {
    assert checkInvariants();
    if (overflow) {
      return Outcome.OVERFLOW;
    }
    while (write(link)) {
      if (gathered == null && !refill(seconds)) {
        return Outcome.EMPTY;
      }
      ByteBuffer next = gathered;
      gathered = null;
      unsent = next == null ? null : deflation == null ? next.flip() : deflation.pack(next.flip());
    }
    return Outcome.WAITING;
  }

  /** Whether it is as good as a new one. */
  private boolean isIdle() {
    return deflation == null
        && gathered == null
        && unsent == null
        && waiting == null
        && !overflow
        && dropped == 0;
  }

  long syncedAt() {
    return syncedAt;
  }

  /** Ends what the other side needs to read all that was compressed so far. */
  Outcome sync(Link link, int seconds, long now) {
    syncedAt = now;
    if (deflation != null && unsent == null) {
      unsent = deflation.sync();
    }
    return flush(link, seconds);
  }

  /** Whether the other side cannot read all yet that the link has taken. */
  boolean needsSync() {
    return deflation != null && deflation.isBehind();
  }

  /** Gives the compressor back if it can. */
  void pause() {
    if (deflation != null) {
      deflation.pause();
    }
  }

  /** False if the link is full. */
  private boolean write(Link link) {
    ByteBuffer bytes = unsent;
    if (bytes != null) {
      link.write(bytes);
      if (bytes.hasRemaining()) {
        return false;
      }
      unsent = null;
      Chunks.give(bytes);
    }
    return true;
  }

  /** Gathers some of what waits. False if nothing does. */
  private boolean refill(int seconds) {
    WaitingMessages[] kinds = waiting;
    if (kinds == null) {
      return false;
    }
    for (WaitingMessages each : kinds) {
      dropped += each.expire(seconds);
    }
    boolean more = true;
    while (more) {
      more = false;
      for (int i = 0; i < kinds.length; i++) {
        more |= take(kinds[i], Kind.at(i).turn) && !kinds[i].isEmpty();
      }
    }
    if (gathered == null) {
      waiting = null;
    }
    return gathered != null;
  }

  /** Gathers the turn of one kind. False if the chunk is full. */
  private boolean take(WaitingMessages kind, int turn) {
    for (int i = 0; !kind.isEmpty() && (turn == 0 || i < turn); i++) {
      int length = kind.nextLength();
      ByteBuffer into = gathered;
      if (into == null) {
        into = Chunks.take(Math.max(length, Chunks.BYTES));
        gathered = into;
      }
      if (into.remaining() < length) {
        return false;
      }
      kind.moveTo(into);
    }
    return true;
  }

  /** Asserts that nothing waits where the link is free, and no more than may; true. */
  boolean checkInvariants() {
    assert gathered == null || gathered.position() > 0 : "a chunk without a message";
    assert unsent == null || unsent.hasRemaining() : "waits for a link that has taken all";
    assert waiting == null || unsent != null : "messages wait for a link that is free";
    if (waiting != null) {
      for (WaitingMessages each : waiting) {
        assert each.checkInvariants();
      }
    }
    return true;
  }

  /** Gives everything back. */
  void close() {
    Chunks.give(gathered);
    gathered = null;
    Chunks.give(unsent);
    unsent = null;
    waiting = null;
    if (deflation != null) {
      deflation.close();
    }
  }
}
