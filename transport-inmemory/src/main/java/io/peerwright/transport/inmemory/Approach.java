package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;

/**
 * Reads a little of all that the next events of a window will need, some dozen events at once.
 *
 * <p>In a simulation of very many hosts hardly anything is in a cache when its turn comes. An event
 * waits for one place after the other, since each leads to the next; but the places of different
 * events do not depend on each other, and a processor that is asked for all of them in a tight loop
 * fetches ten at a time.
 */
final class Approach {

  private static final int AHEAD = 48;

  private final Hosts hosts;
  private final Arena arena;
  private final SimHost[] receivers = new SimHost[AHEAD];
  private final SimDatagrams[] sockets = new SimDatagrams[AHEAD];
  private final int[] blocks = new int[AHEAD];
  private int until;

  /** What was read goes here, so that the reading is not taken for useless. */
  private long sink;

  Approach(Hosts hosts, Arena arena) {
    this.hosts = hosts;
    this.arena = arena;
  }

  /** A new window begins. */
  void begin() {
    until = 0;
  }

  /** Goes ahead if events are near that were not looked at. */
  void follow(Run run) {
    if (run.taken() >= until) {
      int from = run.taken();
      until = Math.min(run.size(), from + AHEAD);
      touch(run, from, until - from);
    }
  }

  private void touch(Run run, int from, int count) {
    Entries entries = run.entries;
    long read = 0;
    for (int i = 0; i < count; i++) {
      int position = run.position(from + i);
      long place = entries.place(position);
      receivers[i] = hosts.at(place == Calendar.EVERYWHERE ? 0 : (int) place);
      boolean isDatagram =
          entries.code(position) < 0 && entries.target(position) instanceof Endpoint;
      blocks[i] = isDatagram ? (int) entries.argument(position) : 0;
    }
    for (int i = 0; i < count; i++) {
      read += blocks[i] == 0 ? 0 : arena.note(blocks[i]);
    }
    for (int i = 0; i < count; i++) {
      read += receivers[i].touch();
    }
    for (int i = 0; i < count; i++) {
      SimDatagrams socket = receivers[i].firstDatagrams();
      sockets[i] = socket;
    }
    for (int i = 0; i < count; i++) {
      read += sockets[i] == null ? 0 : sockets[i].touch();
    }
    for (int i = 0; i < count; i++) {
      read += sockets[i] == null ? 0 : sockets[i].touchHandler();
    }
    sink += read;
  }
}
