package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.fail;

import io.peerwright.api.Loop;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a test thread talk to loops, in virtual time and live alike. Waiting always ends: with what
 * was waited for, or with a failure that names it.
 */
final class Driver {

  /** Far more than any step takes on a loaded machine; spent only by a test that fails. */
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private static final long SHORTEST_STEP_NANOS = 1_000;
  private static final long LONGEST_STEP_NANOS = 2_000_000;

  /** What has not come after so long in virtual time is looked at less often. */
  private static final long LONG_WAIT_NANOS = 1_000_000_000L;

  private static final long LONG_STEP_NANOS = 100_000_000;

  private final NetworkUnderTest rig;
  private final CallbackChecker referee;
  private @Nullable ApplicationErrors borne;

  Driver(NetworkUnderTest rig, CallbackChecker referee) {
    this.rig = rig;
    this.referee = referee;
  }

  /** From now on goes on where a simulation ends at one of these; null at none. */
  void bear(@Nullable ApplicationErrors errors) {
    borne = errors;
  }

  private void passTime(long nanos) {
    try {
      rig.passTime().accept(nanos);
    } catch (RuntimeException | Error e) {
      if (borne == null || !borne.bears(e)) {
        throw e;
      }
    }
  }

  /** The answer to a question that is asked on a loop. */
  <T> T ask(Loop loop, Callable<T> question) {
    Thread asker = Thread.currentThread();
    FutureTask<T> task = new FutureTask<>(question);
    loop.execute(
        () -> {
          referee.enter(loop, "a task", task);
          LockSupport.unpark(asker);
        });
    passTimeUntil("the loop to run a task", task::isDone);
    return outcome(task);
  }

  private static <T> T outcome(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError("failed on the loop: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits for a condition that is looked at on a loop. */
  void await(Loop loop, String what, BooleanSupplier condition) {
    passTimeUntil(what, () -> ask(loop, condition::getAsBoolean));
  }

  /** Waits for a condition that any thread may look at. */
  void passTimeUntil(String what, BooleanSupplier condition) {
    long started = System.nanoTime();
    long virtual = 0;
    long step = SHORTEST_STEP_NANOS;
    while (!condition.getAsBoolean()) {
      long passed = rig.virtualTime() ? virtual : System.nanoTime() - started;
      if (passed > LIMIT_NANOS) {
        fail("waited in vain for " + what);
      }
      if (Thread.currentThread().isInterrupted()) {
        fail("interrupted while waiting for " + what);
      }
      passTime(step);
      virtual += rig.virtualTime() ? step : 0;
      step = Math.min(2 * step, virtual > LONG_WAIT_NANOS ? LONG_STEP_NANOS : LONGEST_STEP_NANOS);
    }
  }

  /** Lets all that is under way arrive, so that a test can say that nothing more comes. */
  void settle(Iterable<Loop> loops) {
    pass(rig.settleNanos(), loops);
  }

  /** Lets so many nanoseconds go by, and all loops run what fell due in them. */
  void pass(long nanos, Iterable<Loop> loops) {
    long started = System.nanoTime();
    long left = nanos;
    while (left > 0) {
      // Live, a wait may end early: with a permit that the answer to a question has left.
      passTime(left);
      left = rig.virtualTime() ? 0 : nanos - (System.nanoTime() - started);
    }
    for (Loop loop : loops) {
      ask(loop, () -> true);
    }
  }
}
