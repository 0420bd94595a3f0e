package io.peerwright.overlay.gnutella.link;

import io.peerwright.overlay.gnutella.message.Header;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one kind that wait until a link takes more, the oldest first, each with the time when
 * it came. Holds as much as waits, and at most as much as its kind allows: then the oldest go.
 */
final class WaitingMessages {

  private static final int TIME_BYTES = 4;
  private static final int SMALLEST = 512;

  private final Kind kind;
  private byte @Nullable [] bytes;
  private int from;
  private int to;
  private int count;

  WaitingMessages(Kind kind) {
    this.kind = kind;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int waitingBytes() {
    return to - from;
  }

  /**
   * Adds a message.
   *
   * @param ttl, hops what its header shall say
   * @return how many were dropped for it; -1 if it does not fit and nothing of its kind may go
   */
  int add(ByteBuffer source, int at, int length, int ttl, int hops, int seconds) {
    int needed = TIME_BYTES + length;
    int dropped = 0;
    while (count > 0 && to - from + needed > kind.maxBytes && kind != Kind.CONTROL) {
      drop();
      dropped++;
    }
    if (to - from + needed > kind.maxBytes) {
      return kind == Kind.CONTROL ? -1 : dropped + 1;
    }
    byte[] target = room(needed);
    ByteBuffer record = ByteBuffer.wrap(target);
    record.putInt(to, seconds).put(to + TIME_BYTES, source, at, length);
    Header.setTtl(record, to + TIME_BYTES, ttl);
    Header.setHops(record, to + TIME_BYTES, hops);
    to += needed;
    count++;
    return dropped;
  }

  /** Drops what is too old. */
  int expire(int seconds) {
    int dropped = 0;
    while (count > 0 && kind.maxSeconds > 0 && seconds - time() > kind.maxSeconds) {
      drop();
      dropped++;
    }
    return dropped;
  }

  /** The bytes of the oldest message. */
  int nextLength() {
    ByteBuffer view = ByteBuffer.wrap(held());
    return Header.BYTES + Header.payloadLength(view, from + TIME_BYTES);
  }

  /** Moves the oldest message to where it is sent from. */
  void moveTo(ByteBuffer out) {
    out.put(held(), from + TIME_BYTES, nextLength());
    drop();
  }

  /**
   * Asserts that there are as many messages as are counted, whole, and no more than may be; true.
   */
  boolean checkInvariants() {
    assert to - from <= kind.maxBytes : to - from + " bytes of " + kind;
    int found = 0;
    int at = from;
    while (at < to) {
      ByteBuffer view = ByteBuffer.wrap(held());
      at += TIME_BYTES + Header.BYTES + Header.payloadLength(view, at + TIME_BYTES);
      found++;
    }
    assert at == to : "the last message ends at " + at + ", not at " + to;
    assert found == count : found + " messages, not " + count;
    return true;
  }

  private int time() {
    return ByteBuffer.wrap(held()).getInt(from);
  }

  private void drop() {
    from += TIME_BYTES + nextLength();
    count--;
    if (count == 0) {
      bytes = null;
      from = 0;
      to = 0;
    }
  }

  private byte[] held() {
    byte[] now = bytes;
    if (now == null) {
      throw new NoSuchElementException("nothing waits");
    }
    return now;
  }

  private byte[] room(int needed) {
    byte[] target = bytes;
    if (target == null) {
      target = new byte[Math.max(SMALLEST, needed)];
    } else if (to + needed > target.length) {
      int used = to - from;
      byte[] source = target;
      if (used + needed > target.length) {
        target = new byte[Math.max(used + needed, Math.min(2 * target.length, kind.maxBytes))];
      }
      System.arraycopy(source, from, target, 0, used);
      from = 0;
      to = used;
    }
    bytes = target;
    return target;
  }
}
