package io.peerwright.api;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * The one loop on which everything of one peer happens, one thing at a time.
 *
 * <p>It is the only source of time, chance and scheduling: protocol code reads no other clock,
 * starts no thread and draws no other random number, which is why the same code runs live and in a
 * simulation that can be repeated. Callbacks are never re-entrant: no method of the API calls back
 * before it has returned.
 *
 * <p>All methods but {@link #execute} and {@link #isCurrent} must be called on the loop.
 */
public interface Loop {

  /** Nanoseconds of a clock that never goes back. Only differences mean anything. */
  long nanoTime();

  /** Milliseconds since 1970 as this host believes them to be. May jump. */
  long wallMillis();

  /**
   * Calls {@code target} once, not earlier than {@code delayNanos} from now. Due timers run in the
   * order of their deadlines, those of one deadline in the order in which they were scheduled.
   *
   * @param delayNanos below 1 means at once, but after the current callback has returned
   * @return a handle for {@link #cancel}, never 0: a field that holds 0 holds no timer, and a
   *     pending one costs no object
   */
  long schedule(long delayNanos, TimerTarget target, int code, long argument);

  /** As the longer form, for the places where an object more does not matter. */
  default long schedule(long delayNanos, Runnable task) {
    return schedule(delayNanos, (code, argument) -> task.run(), 0, 0);
  }

  /**
   * Cancels a timer. A handle that is 0, unknown, cancelled or expired is not an error.
   *
   * @return true if the timer was pending and will not run
   */
  boolean cancel(long timer);

  /**
   * Runs {@code task} on the loop, after the current callback, in the order of the calls. What it
   * throws is reported and the loop goes on. May be called by any thread.
   */
  void execute(Runnable task);

  /** True when the caller is on this loop. May be called by any thread. */
  boolean isCurrent();

  /**
   * A new stream of random numbers, its seed drawn from the run, the host, the purpose and the
   * number of streams taken before: one more peer never shifts another peer's draws. Take it once
   * and keep it. Not for keys: see {@link #secureRandom}.
   */
  RandomGenerator random(String purpose);

  /** Fills {@code target} for a key or a nonce: unpredictable live, seeded in a simulation. */
  void secureRandom(byte[] target);

  /**
   * Runs blocking or heavy work (disk, hashing, signatures) away from the loop and brings its
   * outcome back. In a simulation the work runs in place and the outcome arrives after the modelled
   * time.
   *
   * <p>Several works may run at the same time and end in any order; one that must follow another is
   * handed over in the other's {@code done}. Once the host is closed {@code done} is not called.
   *
   * @param work touches no state of the loop
   * @param modelledNanos how long the work takes in a simulation
   * @param done called on the loop after this call has returned, with the result and null, or with
   *     null and what was thrown
   */
  <T> void offload(
      Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done);
}
