package io.peerwright.bench;

import java.util.Arrays;

/**
 * Counts what one receiver of a group gets, and how long it was on the way where the sender says
 * when it was sent. Called by one thread at a time; read by others.
 */
final class GroupReceiver {

  private static final int MOST_LATENCIES = 1 << 16;

  private final long[] latencies = new long[MOST_LATENCIES];
  private volatile int measured;
  private volatile long received;

  /**
   * Takes a message.
   *
   * @param sentNanos when it was sent, by {@link System#nanoTime()}; 0 if it does not matter
   */
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  void onMessage(long sentNanos) {
    int index = measured;
    if (sentNanos != 0 && index < MOST_LATENCIES) {
      latencies[index] = System.nanoTime() - sentNanos;
      measured = index + 1;
    }
    received++;
  }

  long received() {
    return received;
  }

  /** The latencies so far, in ns; they are forgotten. */
  long[] takeLatencies() {
    long[] taken = Arrays.copyOf(latencies, measured);
    measured = 0;
    return taken;
  }
}
