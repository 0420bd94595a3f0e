package io.peerwright.transport.inmemory.calendar;

/** Which places act upon each other at once, so that their events are taken in one order. */
@FunctionalInterface
public interface Sites {

  /** The number of the site that a place belongs to, at least 0; the same for as long as it is. */
  int site(int place);
}
