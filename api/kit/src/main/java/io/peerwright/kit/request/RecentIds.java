package io.peerwright.kit.request;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last ids of some kind, each with whom it was used for, in 12 bytes: looked through only for
 * an answer that nobody waits for.
 *
 * @param <P> whom they were used for
 */
final class RecentIds<P> {

  private final int most;
  private long[] ids = new long[1];
  private @Nullable Object[] whom = new Object[1];
  private int count;

  /** Where the next one goes once there are as many as are kept. */
  private int oldest;

  /** None. */
  RecentIds(int most) {
    this.most = most;
  }

  /** Adds one; the oldest one gives way. */
  void add(long id, P used) {
    int at = count;
    if (count == most) {
      at = oldest;
      oldest = (oldest + 1) % most;
    } else {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, 2 * count);
        whom = Arrays.copyOf(whom, ids.length);
      }
      count++;
    }
    ids[at] = id;
    whom[at] = used;
  }

  /** Whether an id is among them, and was used for this one. */
  boolean has(long id, P used) {
    for (int i = 0; i < count; i++) {
      if (ids[i] == id && used.equals(whom[i])) {
        return true;
      }
    }
    return false;
  }
}
