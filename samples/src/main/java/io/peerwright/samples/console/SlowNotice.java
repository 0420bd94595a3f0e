package io.peerwright.samples.console;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells what is waited for where a step takes so long that a person wonders. */
public final class SlowNotice {

  private static final long WONDERING_MILLIS = 1_000;

  private SlowNotice() {}

  /** Takes a step; {@code tell} runs on a thread of its own if that is not done in a second. */
  public static <T> T during(Supplier<T> step, Runnable tell) {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(SlowNotice::daemon);
    clock.schedule(tell, WONDERING_MILLIS, TimeUnit.MILLISECONDS);
    try {
      return step.get();
    } finally {
      clock.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "notice");
    thread.setDaemon(true);
    return thread;
  }
}
