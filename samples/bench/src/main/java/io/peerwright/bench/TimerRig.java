package io.peerwright.bench;

import java.util.SplittableRandom;

/** A loop with many pending timers. */
interface TimerRig extends AutoCloseable {

  int COUNT = 500_000;

  /** All of them are set before the first is due. */
  int FIRST_MILLIS = 1000;

  int LAST_MILLIS = 1500;

  /** Sets {@link #COUNT} timers that are due at random times. */
  void insert() throws Exception;

  /** Waits until all that were set have expired. */
  void awaitExpiry() throws Exception;

  /** Takes all that were set back, in the order in which they were set. */
  void cancel() throws Exception;

  @Override
  void close();

  /** The delays, the same for everybody. */
  static int[] delays() {
    return new SplittableRandom(7).ints(COUNT, FIRST_MILLIS, LAST_MILLIS).toArray();
  }
}
