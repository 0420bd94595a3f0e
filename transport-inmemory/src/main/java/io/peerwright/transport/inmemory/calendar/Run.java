package io.peerwright.transport.inmemory.calendar;

import io.peerwright.transport.inmemory.check.Check;
import org.jspecify.annotations.Nullable;

/** The next events of a calendar: a list, and the order in which they are taken. */
public final class Run {

  final Entries entries = new Entries(64);

  /** Where the entries lie in the order in which they are taken; null if they lie in that order. */
  private long @Nullable [] order;

  /** How many were taken. */
  private int taken;

  /** How many may be taken. */
  private int end;

  /** How many there are. */
  private int size;

  /** Whether no more may be taken. */
  boolean isEmpty() {
    return taken == end;
  }

  public int taken() {
    return taken;
  }

  public int size() {
    return size;
  }

  /** Where the next entry is. */
  int position() {
    return position(taken);
  }

  /** Where the entry is whose turn comes after so many. */
  int position(int turn) {
    return order == null ? turn : (int) order[turn];
  }

  /** Where that entry happens. */
  public int place(int turn) {
    return (int) entries.place(position(turn));
  }

  /** The code of that entry. */
  public int code(int turn) {
    return entries.code(position(turn));
  }

  /** The argument of that entry. */
  public long argument(int turn) {
    return entries.argument(position(turn));
  }

  /** What that entry calls. */
  public @Nullable Object target(int turn) {
    return entries.target(position(turn));
  }

  /** Drops the next entry. */
  void removeFirst() {
    entries.forget(position());
    taken++;
  }

  void clear() {
    taken = 0;
    end = 0;
    size = 0;
    order = null;
  }

  /** Adds an entry. */
  void append(Entries from, int source) {
    entries.reserve(size + 1);
    entries.copy(size, from, source);
    extend(1);
  }

  /** So many entries were written behind the last one. */
  void extend(int count) {
    size += count;
    end = size;
  }

  /**
   * Sets the order.
   *
   * @param positions in the low halves; the array stays the caller's
   */
  void order(long[] positions) {
    order = positions;
  }

  /** Lets so many entries be taken and the others wait. */
  void limit(int entries) {
    end = entries;
  }

  /** The deadline of the first that was not cancelled; that of none is the end of time. */
  long earliest(Handles handles) {
    for (int i = taken; i < size; i++) {
      int position = position(i);
      if (handles.isAlive(entries.row(position))) {
        return entries.deadline(position);
      }
    }
    return Long.MAX_VALUE;
  }

  /** Fails if what may be taken is out of order; how many events were not cancelled. */
  int checkInvariants(Handles handles) {
    Check.that(taken <= end && end <= size, "no more is taken than may be, and no more than is");
    int alive = 0;
    for (int i = taken; i < size; i++) {
      Check.that(
          i == taken || i >= end || !entries.isBefore(position(i), entries, position(i - 1)),
          "the events of a run are taken in their order");
      alive += handles.isAlive(entries.row(position(i))) ? 1 : 0;
    }
    return alive;
  }
}
