package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where those can be dialled that have answered last: 24 bytes for each, 40 once there is one with
 * an IPv6 address, and nothing as long as nobody has.
 */
final class RecentResponders {

  static final int MOST = 64;

  private static final int GUID_LONGS = 2;
  private static final int IPV4_LONGS = 1;
  private static final int IPV6_LONGS = 3;
  private static final int FIRST = 4;

  private long[] rows = new long[0];

  /** Of a row. */
  private int longs = GUID_LONGS + IPV4_LONGS;

  private int size;
  private int next;

  /** A servent has answered. */
  void put(Guid servent, Endpoint at) {
    if (!at.isIpv4() && longs == GUID_LONGS + IPV4_LONGS) {
      widen();
    }
    int row = row(servent);
    if (row < 0) {
      row = next;
      next = (next + 1) % MOST;
      size = Math.max(size, next == 0 ? MOST : next);
      if (size * longs > rows.length) {
        int room = Math.min(MOST, Math.max(FIRST, size + (size >> 1)));
        rows = Arrays.copyOf(rows, room * longs);
      }
    }
    write(row * longs, servent.high(), servent.low(), at);
  }

  private void write(int cell, long high, long low, Endpoint at) {
    rows[cell] = high;
    rows[cell + 1] = low;
    if (longs == GUID_LONGS + IPV4_LONGS) {
      rows[cell + 2] = (long) at.ipv4() << Integer.SIZE | at.port();
    } else {
      rows[cell + 2] = at.high();
      rows[cell + 3] = at.low();
      rows[cell + 4] = (long) at.scope() << Integer.SIZE | at.port();
    }
  }

  private void widen() {
    long[] before = rows;
    int narrow = longs;
    longs = GUID_LONGS + IPV6_LONGS;
    rows = new long[before.length / narrow * longs];
    for (int row = 0; row < size; row++) {
      int from = row * narrow;
      write(row * longs, before[from], before[from + 1], ipv4(before[from + 2]));
    }
  }

  private static Endpoint ipv4(long packed) {
    return Endpoint.ofIpv4((int) (packed >>> Integer.SIZE), (int) packed);
  }

  /** Where a servent can be dialled; null if it is not among the last ones. */
  @Nullable Endpoint get(Guid servent) {
    int row = row(servent);
    if (row < 0) {
      return null;
    }
    int cell = row * longs + GUID_LONGS;
    if (longs == GUID_LONGS + IPV4_LONGS) {
      return ipv4(rows[cell]);
    }
    long last = rows[cell + 2];
    return new Endpoint(rows[cell], rows[cell + 1], (int) last, (int) (last >>> Integer.SIZE));
  }

  private int row(Guid servent) {
    for (int row = 0; row < size; row++) {
      if (rows[row * longs] == servent.high() && rows[row * longs + 1] == servent.low()) {
        return row;
      }
    }
    return -1;
  }

  /** Where a peer is that is named by its address; null if it is not. */
  static @Nullable Endpoint endpoint(String peer) {
    try {
      return Endpoint.parse(peer);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
