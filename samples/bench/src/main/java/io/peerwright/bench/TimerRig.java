package io.peerwright.bench;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A loop with many pending timers, which are due at random times. */
abstract class TimerRig implements AutoCloseable {

  static final int COUNT = 500_000;

  /** All of them are set before the first is due. */
  private static final int FIRST_MILLIS = 1000;

  private static final int LAST_MILLIS = 1500;
  private static final int PATIENCE_SECONDS = 60;

  /** The same for everybody. */
  private final int[] delays =
      new SplittableRandom(7).ints(COUNT, FIRST_MILLIS, LAST_MILLIS).toArray();

  private final long[] handles = new long[COUNT];
  private volatile CountDownLatch left = new CountDownLatch(0);

  /** Runs {@code work} on the loop. */
  abstract void execute(Runnable work);

  /** Sets a timer that calls {@link #expired}. On the loop. */
  abstract long schedule(int delayMillis);

  /** Takes it back. On the loop. */
  abstract void cancel(long handle);

  @Override
  public abstract void close();

  final void expired() {
    left.countDown();
  }

  /** Sets {@link #COUNT} timers. */
  final void insertAll() throws Exception {
    left = new CountDownLatch(COUNT);
    onLoop(
        () -> {
          for (int i = 0; i < COUNT; i++) {
            handles[i] = schedule(delays[i]);
          }
        });
  }

  /** Waits until all that were set have expired. */
  final void awaitExpiry() throws Exception {
    if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " timers did not expire");
    }
  }

  /** Takes all that were set back, in the order in which they were set. */
  final void cancelAll() throws Exception {
    onLoop(
        () -> {
          for (long handle : handles) {
            cancel(handle);
          }
        });
  }

  private void onLoop(Runnable work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    execute(
        () -> {
          work.run();
          done.complete(null);
        });
    done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
