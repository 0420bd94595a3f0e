package io.peerwright.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether a loop turns. A callback that blocks it, of the application or of
 * a plug-in, can tell nothing itself: everything of its peer waits, and the other peers of its
 * thread. So it is told from outside while it goes on, with where it is; once for each time.
 *
 * <p>Costs a turn of the loop in two seconds, which is why only checked peers have one ({@link
 * LoopChecks}).
 */
final class LoopWatch {

  /** A question that is not answered until the next one would be due was held up so long. */
  private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

  private final Executor loop;
  private final Consumer<String> teller;
  private final Executor later;
  private volatile @Nullable Thread thread;
  private volatile boolean answered = true;
  private volatile boolean over;
  private boolean told;

  /**
   * Does not look yet.
   *
   * @param loop runs what it is given in a turn
   * @param teller hears that it does not turn, on any thread
   */
  LoopWatch(Executor loop, Consumer<String> teller) {
    this(loop, teller, LATER);
  }

  /** With another clock. */
  LoopWatch(Executor loop, Consumer<String> teller, Executor later) {
    this.loop = loop;
    this.teller = teller;
    this.later = later;
  }

  /** Looks from now on, until {@link #end}. */
  void begin() {
    later.execute(this::look);
  }

  void end() {
    over = true;
  }

  private void look() {
    if (over) {
      return;
    }
    if (answered) {
      answered = false;
      told = false;
      loop.execute(this::answer);
    } else if (!told) {
      told = true;
      Thread busy = thread;
      teller.accept(
          "its loop is blocked, and nothing of the peer goes on: callbacks must not wait"
              + (busy == null ? "" : PluginCalls.doing(busy)));
    }
    begin();
  }

  private void answer() {
    thread = Thread.currentThread();
    answered = true;
  }
}
