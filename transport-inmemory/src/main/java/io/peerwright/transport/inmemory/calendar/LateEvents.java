package io.peerwright.transport.inmemory.calendar;

import io.peerwright.transport.inmemory.check.Check;

/**
 * Events that were added after the run that they belong to had been sorted: a heap by deadline and
 * key.
 */
final class LateEvents {

  /** The first of them is at 0. */
  final Entries entries = new Entries(16);

  private int end;

  boolean isEmpty() {
    return end == 0;
  }

  void add(long deadline, long key, long place, Object target, long codeAndRow, long argument) {
    // The place behind the last one holds what is on its way down, or up.
    entries.reserve(end + 2);
    int added = ++end;
    entries.set(added, deadline, key, place, target, codeAndRow, argument);
    int at = end - 1;
    while (at > 0 && entries.isBefore(added, entries, (at - 1) / 2)) {
      entries.copy(at, entries, (at - 1) / 2);
      at = (at - 1) / 2;
    }
    entries.copy(at, entries, added);
    entries.forget(added);
  }

  /** Drops the first. */
  void removeFirst() {
    end--;
    int at = 0;
    while (2 * at + 1 < end) {
      int child = 2 * at + 1;
      if (child + 1 < end && entries.isBefore(child + 1, entries, child)) {
        child++;
      }
      if (!entries.isBefore(child, entries, end)) {
        break;
      }
      entries.copy(at, entries, child);
      at = child;
    }
    entries.copy(at, entries, end);
    entries.forget(end);
  }

  /** The deadline of the first that was not cancelled; that of none is the end of time. */
  long earliest(Handles handles) {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < end; i++) {
      if (entries.deadline(i) < earliest && handles.isAlive(entries.row(i))) {
        earliest = entries.deadline(i);
      }
    }
    return earliest;
  }

  /** Fails if it is no heap; how many of its events were not cancelled. */
  int checkInvariants(Handles handles) {
    int alive = 0;
    for (int i = 0; i < end; i++) {
      Check.that(
          i == 0 || !entries.isBefore(i, entries, (i - 1) / 2), "a late event is after its parent");
      alive += handles.isAlive(entries.row(i)) ? 1 : 0;
    }
    return alive;
  }
}
