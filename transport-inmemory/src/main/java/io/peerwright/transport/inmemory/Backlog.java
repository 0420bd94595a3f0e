package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.kernel.Arena;

/** Segments that a cut in the network holds up. They are sent again until somebody gives up. */
final class Backlog {

  /** Whether the end of the stream follows. */
  boolean endsWithFin;

  private final long since;
  private int first;
  private int last;

  Backlog(long now) {
    since = now;
  }

  /** Nanoseconds since the first failure. */
  long lasts(long now) {
    return now - since;
  }

  void add(Arena arena, int block) {
    arena.note(block, 0);
    if (first == 0) {
      first = block;
    } else {
      arena.note(last, block);
    }
    last = block;
  }

  /** The next segment, 0 if there is none. */
  int poll(Arena arena) {
    int block = first;
    if (block != 0) {
      first = arena.note(block);
      // Whoever queues it next must not find ours behind it.
      arena.note(block, 0);
    }
    return block;
  }

  void clear(Arena arena) {
    for (int block = poll(arena); block != 0; block = poll(arena)) {
      arena.give(block);
    }
  }
}
