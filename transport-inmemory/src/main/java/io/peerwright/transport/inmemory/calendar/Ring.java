package io.peerwright.transport.inmemory.calendar;

import io.peerwright.transport.inmemory.check.Check;

/** Events that were added to the instant that is under way: first in, first out. */
final class Ring {

  private Entries entries = new Entries(16);
  private int at;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  Entries entries() {
    return entries;
  }

  /** Where the first is. */
  int at() {
    return at;
  }

  void add(long deadline, long key, long place, Object target, long codeAndRow, long argument) {
    if (count == entries.length()) {
      grow();
    }
    int end = (at + count) % entries.length();
    entries.set(end, deadline, key, place, target, codeAndRow, argument);
    count++;
  }

  private void grow() {
    Entries larger = new Entries(2 * count);
    larger.copy(0, entries, at, count - at);
    larger.copy(count - at, entries, 0, at);
    entries = larger;
    at = 0;
  }

  /** Drops the first. */
  void removeFirst() {
    entries.forget(at);
    at = (at + 1) % entries.length();
    count--;
  }

  /** Whether one of them was not cancelled. */
  boolean isAnyAlive(Handles handles) {
    for (int i = 0; i < count; i++) {
      if (handles.isAlive(entries.row((at + i) % entries.length()))) {
        return true;
      }
    }
    return false;
  }

  /** How many of its events were not cancelled. */
  int checkInvariants(Handles handles) {
    int alive = 0;
    for (int i = 0; i < count; i++) {
      int place = (at + i) % entries.length();
      Check.that(entries.target(place) != null, "an event of the instant has a target");
      alive += handles.isAlive(entries.row(place)) ? 1 : 0;
    }
    return alive;
  }
}
