package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.calendar.Calendar;
import io.peerwright.transport.inmemory.calendar.Run;
import io.peerwright.transport.inmemory.kernel.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Reads a little of all that the next events of a window will need, ahead of their turns.
 *
 * <p>In a simulation of very many hosts hardly anything is in a cache when its turn comes. An event
 * waits for one place after the other, since each leads to the next: the host, its socket, the
 * handler of that. But the places of different events do not depend on each other, and a processor
 * that is asked for all of them in a tight loop fetches ten at a time. So events are looked at in
 * batches, and a batch in stages: while the last one is done for a batch, the one before is done
 * for the batch behind it, and what a stage has asked for is there when the next one needs it.
 */
final class CachePrefetcher {

  private static final int BATCH = 16;
  private static final int STAGES = 5;

  /** More than all batches that are on their way, and a power of two. */
  private static final int ROOM = 128;

  private static final int MASK = ROOM - 1;

  /** Windows with fewer events are hardly worth it. */
  private static final int FEW = 64;

  private final Hosts hosts;
  private final Arena arena;
  private final int[] places = new int[ROOM];
  private final int[] blocks = new int[ROOM];
  private final @Nullable Object[] sources = new Object[ROOM];
  private final @Nullable SimHost[] receivers = new SimHost[ROOM];
  private final @Nullable SimDatagrams[] sockets = new SimDatagrams[ROOM];

  /** The turn of the first event that is not through the last stage. */
  private int next;

  /** What was read goes here, so that the reading is not taken for useless. */
  private long sink;

  CachePrefetcher(Hosts hosts, Arena arena) {
    this.hosts = hosts;
    this.arena = arena;
  }

  /** A new window begins. */
  void begin(Run run) {
    next = run.size() < FEW ? run.size() : (1 - STAGES) * BATCH;
  }

  /** Goes ahead if events are near that were not looked at. */
  void follow(Run run) {
    while (run.taken() >= next && next < run.size()) {
      int size = run.size();
      int from = next;
      next += BATCH;
      handlers(Math.max(0, from), Math.min(size, next));
      sockets(Math.max(0, from + BATCH), Math.min(size, next + BATCH));
      hosts(Math.max(0, from + 2 * BATCH), Math.min(size, next + 2 * BATCH));
      datagrams(Math.max(0, from + 3 * BATCH), Math.min(size, next + 3 * BATCH));
      entries(run, from + 4 * BATCH, Math.min(size, next + 4 * BATCH));
    }
  }

  private void entries(Run run, int from, int to) {
    for (int turn = from; turn < to; turn++) {
      int i = turn & MASK;
      places[i] = run.place(turn);
      blocks[i] = run.code(turn) < 0 ? (int) run.argument(turn) : 0;
      sources[i] = run.target(turn);
    }
  }

  private void datagrams(int from, int to) {
    long read = 0;
    for (int turn = from; turn < to; turn++) {
      int block = blocks[turn & MASK];
      read += block == 0 ? 0 : arena.touch(block);
    }
    for (int turn = from; turn < to; turn++) {
      read += sources[turn & MASK] instanceof Endpoint ? 1 : 0;
    }
    for (int turn = from; turn < to; turn++) {
      int place = places[turn & MASK];
      receivers[turn & MASK] = hosts.at(place == Calendar.EVERYWHERE ? 0 : place);
    }
    sink += read;
  }

  private void hosts(int from, int to) {
    long read = 0;
    for (int turn = from; turn < to; turn++) {
      SimHost receiver = receivers[turn & MASK];
      if (receiver != null) {
        read += receiver.touch();
        sockets[turn & MASK] = receiver.firstDatagrams();
      }
    }
    sink += read;
  }

  private void sockets(int from, int to) {
    long read = 0;
    for (int turn = from; turn < to; turn++) {
      SimDatagrams socket = sockets[turn & MASK];
      read += socket == null ? 0 : socket.touch();
    }
    sink += read;
  }

  private void handlers(int from, int to) {
    long read = 0;
    for (int turn = from; turn < to; turn++) {
      SimDatagrams socket = sockets[turn & MASK];
      read += socket == null ? 0 : socket.touchHandler();
    }
    sink += read;
  }
}
