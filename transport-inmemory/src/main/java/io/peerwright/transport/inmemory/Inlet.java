package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Link;

/** What has come in on a link and waits for credit. */
final class Inlet {

  /** The remote side has ended its direction. */
  boolean ends;

  /** The handler has been told so. */
  boolean endTold;

  /** A block is just being shown to the handler. */
  boolean delivering;

  /** An event to deliver is under way. */
  boolean deliveryDue;

  private int credit;
  private int first;
  private int last;

  /** Adds credit; true if an event to deliver is needed. */
  boolean request(int bytes) {
    credit = bytes > Link.UNLIMITED - credit ? Link.UNLIMITED : credit + bytes;
    if (deliveryDue || delivering || first == 0) {
      return false;
    }
    deliveryDue = true;
    return true;
  }

  int first() {
    return first;
  }

  /** Whether there are bytes that may be delivered. */
  boolean isReady() {
    return first != 0 && credit > 0;
  }

  void add(Arena arena, int block) {
    if (first == 0) {
      first = block;
    } else {
      arena.put(last, 0, block);
    }
    last = block;
  }

  /** How many bytes the next delivery has. */
  int nextBytes(Arena arena, SimHost host) {
    int bytes = Math.min(arena.remaining(first), credit);
    return bytes > 1 && host.model().splitReads()
        ? 1 + (int) Mix.scale(host.chance().nextLong(), bytes)
        : bytes;
  }

  void consumed(Arena arena, int bytes) {
    if (credit != Link.UNLIMITED) {
      credit -= bytes;
    }
    arena.consume(first, bytes);
    if (arena.remaining(first) == 0) {
      int block = first;
      first = arena.get(block, 0);
      arena.give(block);
    }
  }

  /** True once, when the end has come and all bytes before it are delivered. */
  boolean takeEnd() {
    if (!ends || endTold || first != 0) {
      return false;
    }
    endTold = true;
    return true;
  }

  /** Drops what waits; how many bytes that was. */
  int clear(Arena arena) {
    int bytes = 0;
    while (first != 0) {
      int block = first;
      first = arena.get(block, 0);
      bytes += arena.remaining(block);
      arena.give(block);
    }
    return bytes;
  }
}
