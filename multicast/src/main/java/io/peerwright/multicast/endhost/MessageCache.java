package io.peerwright.multicast.endhost;

import java.util.Arrays;

/**
 * The latest messages of one source, for neighbours that are behind: a ring from {@link #first} to
 * before {@link #next}. It is the queue of every neighbour at once, each of which has its place in
 * it, so one that is slow holds nothing but its place. Bounded in bytes and in time.
 */
final class MessageCache {

  private static final int SMALLEST = 4;

  private byte[][] messages = new byte[0][];
  private long[] times = new long[0];
  private long first;
  private long next;
  private long bytes;

  /** No message; the first one will have this sequence number. */
  MessageCache(long next) {
    first = next;
    this.next = next;
  }

  /** The oldest message that is here, or {@link #next}. */
  long first() {
    return first;
  }

  /** The message that comes next. */
  long next() {
    return next;
  }

  /** Goes on with another message: all before it are not to be had. */
  void restart(long at) {
    messages = new byte[0][];
    times = new long[0];
    bytes = 0;
    first = at;
    next = at;
  }

  void add(byte[] message, long now) {
    int count = (int) (next - first);
    if (count == messages.length) {
      grow(count);
    }
    int at = (int) (next & messages.length - 1);
    messages[at] = message;
    times[at] = now;
    bytes += message.length;
    next++;
  }

  private void grow(int count) {
    byte[][] older = messages;
    long[] olderTimes = times;
    messages = new byte[Math.max(SMALLEST, 2 * count)][];
    times = new long[messages.length];
    for (long each = first; each < next; each++) {
      messages[(int) (each & messages.length - 1)] = older[(int) (each & older.length - 1)];
      times[(int) (each & times.length - 1)] = olderTimes[(int) (each & olderTimes.length - 1)];
    }
  }

  /** A message that is here. */
  byte[] get(long sequence) {
    return messages[(int) (sequence & messages.length - 1)];
  }

  /** When a message that is here came. */
  long time(long sequence) {
    return times[(int) (sequence & times.length - 1)];
  }

  long bytes() {
    return bytes;
  }

  /**
   * Drops what is too much, or too old: always the oldest first.
   *
   * @param keep so many are kept however old they are
   */
  void evict(long mostBytes, long now, long mostNanos, int keep) {
    while (first < next
        && (bytes > mostBytes || next - first > keep && now - time(first) > mostNanos)) {
      int at = (int) (first & messages.length - 1);
      bytes -= messages[at].length;
      messages[at] = EMPTY;
      first++;
    }
    if (first == next && messages.length > SMALLEST) {
      messages = Arrays.copyOf(messages, 0);
      times = Arrays.copyOf(times, 0);
    }
  }

  private static final byte[] EMPTY = {};
}
