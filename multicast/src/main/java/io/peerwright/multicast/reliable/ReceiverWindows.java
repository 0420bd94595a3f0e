package io.peerwright.multicast.reliable;

import java.util.LinkedHashMap;

/**
 * How far each receiver of a source has come, by incarnation: what a receiver said in an earlier
 * life holds nobody up. A receiver that has said nothing new for a second while it lags is not
 * waited for until it says something again, so that a slow one costs the others a second at most.
 * The slowest counts; with more than 256 receivers those heard last.
 */
final class ReceiverWindows {

  static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final int MOST = 256;

  private static final class Progress {
    long sequence;
    long movedNanos;
  }

  private final LinkedHashMap<Long, Progress> receivers =
      new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(java.util.Map.Entry<Long, Progress> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A receiver has got all up to a sequence.
   *
   * @param highest the highest that was sent: what claims more is not believed
   */
  void onStatus(long incarnation, long sequence, long highest, long nowNanos) {
    if (sequence < 0 || sequence > highest) {
      return;
    }
    Progress progress = receivers.computeIfAbsent(incarnation, key -> new Progress());
    if (sequence > progress.sequence || sequence == highest || progress.movedNanos == 0) {
      progress.movedNanos = nowNanos;
    }
    progress.sequence = Math.max(progress.sequence, sequence);
  }

  /** The sequence of the slowest that is waited for; {@code highest} if there is none. */
  long slowest(long highest, long nowNanos) {
    long slowest = highest;
    for (Progress each : receivers.values()) {
      if (nowNanos - each.movedNanos < PATIENCE_NANOS) {
        slowest = Math.min(slowest, each.sequence);
      }
    }
    return slowest;
  }

  /** How many it knows. */
  int size() {
    return receivers.size();
  }
}
