package io.peerwright.overlay.bittorrent.tracker;

import java.util.Arrays;

/**
 * The peers of one torrent and address family, as numbers of rows: those that only upload first, so
 * that one draw serves whoever has no use for them.
 */
final class Swarm {

  /** Hears which rows get another position. */
  interface Positions {

    /** A row stands elsewhere now. */
    void moved(int row, int position);
  }

  final Id20 infoHash;

  /** Its place among the swarms. */
  final int number;

  private int[] members = new int[1];
  private int size;
  private int uploaders;

  /** Uploaders that have not everything. */
  int partialSeeds;

  int completed;

  Swarm(Id20 infoHash, int number) {
    this.infoHash = infoHash;
    this.number = number;
  }

  int size() {
    return size;
  }

  /** The members before this position only upload. */
  int uploaders() {
    return uploaders;
  }

  int member(int position) {
    return members[position];
  }

  SwarmCounts counts() {
    int seeds = uploaders - partialSeeds;
    return new SwarmCounts(seeds, size - seeds, size - uploaders, completed);
  }

  /** Adds a row. */
  void add(int row, boolean uploadOnly, Positions told) {
    if (size == members.length) {
      members = Arrays.copyOf(members, size + Math.max(1, size / 4));
    }
    if (uploadOnly) {
      if (uploaders < size) {
        put(members[uploaders], size, told);
      }
      put(row, uploaders++, told);
      size++;
    } else {
      put(row, size++, told);
    }
  }

  void remove(int position, Positions told) {
    int gap = position;
    if (gap < uploaders) {
      uploaders--;
      put(members[uploaders], gap, told);
      gap = uploaders;
    }
    size--;
    if (gap < size) {
      put(members[size], gap, told);
    }
    if (members.length > 8 && size < members.length / 2) {
      members = Arrays.copyOf(members, size + Math.max(1, size / 4));
    }
  }

  private void put(int row, int position, Positions told) {
    members[position] = row;
    told.moved(row, position);
  }
}
