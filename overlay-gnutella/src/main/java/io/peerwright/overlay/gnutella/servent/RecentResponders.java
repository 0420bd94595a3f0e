package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where those can be dialled that have answered last: 40 bytes for each, and nothing as long as
 * nobody has.
 */
final class RecentResponders {

  static final int MOST = 64;

  private static final int LONGS = 5;
  private static final int FIRST = 4;

  private long[] rows = new long[0];
  private int size;
  private int next;

  /** A servent has answered. */
  void put(Guid servent, Endpoint at) {
    int row = row(servent);
    if (row < 0) {
      row = next;
      next = (next + 1) % MOST;
      size = Math.max(size, next == 0 ? MOST : next);
      if (size * LONGS > rows.length) {
        rows = Arrays.copyOf(rows, Math.min(MOST, Math.max(FIRST, 2 * size)) * LONGS);
      }
    }
    int cell = row * LONGS;
    rows[cell] = servent.high();
    rows[cell + 1] = servent.low();
    rows[cell + 2] = at.high();
    rows[cell + 3] = at.low();
    rows[cell + 4] = (long) at.scope() << Integer.SIZE | at.port();
  }

  /** Where a servent can be dialled; null if it is not among the last ones. */
  @Nullable Endpoint get(Guid servent) {
    int row = row(servent);
    if (row < 0) {
      return null;
    }
    int cell = row * LONGS;
    long last = rows[cell + 4];
    return new Endpoint(rows[cell + 2], rows[cell + 3], (int) last, (int) (last >>> Integer.SIZE));
  }

  private int row(Guid servent) {
    for (int row = 0; row < size; row++) {
      if (rows[row * LONGS] == servent.high() && rows[row * LONGS + 1] == servent.low()) {
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
