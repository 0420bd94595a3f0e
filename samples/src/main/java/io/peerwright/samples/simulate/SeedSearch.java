package io.peerwright.samples.simulate;

import io.peerwright.transport.inmemory.Snapshot;
import io.peerwright.transport.inmemory.faults.Shrinker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same trial with one seed after the other, several at a time, until one fails. Each has
 * its own simulation and its own thread, so how many there are changes nothing but the time.
 */
public final class SeedSearch {

  private static final int SHRINK_RUNS = 200;

  /**
   * What came of a search.
   *
   * @param tried seeds that were run to their end
   * @param failing the failed trial with the least seed, with all faults of its plan; null if none
   *     has failed
   * @param verdict on that one
   */
  public record Outcome(
      long tried,
      long events,
      Duration virtualTime,
      Duration realTime,
      @Nullable TrialSettings failing,
      @Nullable Verdict verdict) {

    /** What all trials together have come to. */
    Snapshot snapshot() {
      return new Snapshot(virtualTime, realTime, events, 0, 0);
    }

    /** Seeds for each second. */
    public double perSecond() {
      return tried * 1e9 / realTime.toNanos();
    }

    /** Virtual seconds for each real one. */
    public double speed() {
      return (double) virtualTime.toNanos() / realTime.toNanos();
    }
  }

  /**
   * A failed trial with as few faults as possible.
   *
   * @param runs that it took to find it
   * @param minimal whether each of its faults is known to be needed
   */
  public record Shrunk(TrialSettings settings, Verdict verdict, int runs, boolean minimal) {}

  private final TrialSettings base;
  private final long last;
  private final long start = System.nanoTime();
  private final CountDownLatch running;
  private long next;
  private long tried;
  private long events;
  private Duration virtualTime = Duration.ZERO;
  private @Nullable TrialSettings failing;
  private @Nullable Verdict verdict;
  private @Nullable Throwable thrown;

  private SeedSearch(TrialSettings base, long first, long last, int threads) {
    this.base = base;
    this.last = last;
    this.next = first;
    this.running = new CountDownLatch(threads);
  }

  /**
   * Runs the seeds from {@code first} to {@code last} until one fails.
   *
   * @param progress hears a line now and then
   */
  public static Outcome run(
      TrialSettings base, long first, long last, int threads, Consumer<String> progress)
      throws InterruptedException {
    SeedSearch search = new SeedSearch(base, first, last, threads);
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(search::work, "trial-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    Pulse pulse = new Pulse(progress);
    while (!search.running.await(Pulse.EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      Outcome soFar = search.outcome();
      String done = String.format(Locale.ROOT, "%,d of %,d seeds", soFar.tried, last - first + 1);
      pulse.tell(soFar.snapshot(), done);
    }
    return search.outcome();
  }

  private void work() {
    try {
      for (TrialSettings trial = take(); trial != null; trial = take()) {
        done(trial, Trial.run(trial));
      }
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
    } finally {
      running.countDown();
    }
  }

  private synchronized @Nullable TrialSettings take() {
    boolean over = next > last || failing != null || thrown != null;
    return over ? null : base.withSeed(next++);
  }

  private synchronized void done(TrialSettings trial, Verdict itsVerdict) {
    tried++;
    events += itsVerdict.events();
    virtualTime = virtualTime.plus(itsVerdict.virtualTime());
    // Seeds are taken in order, so of those that fail at about the same time the least is known.
    boolean isLeast = failing == null || trial.size().seed() < failing.size().seed();
    if (itsVerdict.failed() && isLeast) {
      failing = trial.withPlan(trial.plan());
      verdict = itsVerdict;
    }
  }

  private synchronized void failed(Throwable e) {
    thrown = e;
  }

  private synchronized Outcome outcome() {
    if (thrown != null) {
      throw new IllegalStateException("a trial could not be run to its end", thrown);
    }
    Duration realTime = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(tried, events, virtualTime, realTime, failing, verdict);
  }

  /** Looks for the fewest faults with which a failed trial still fails. */
  public static Shrunk shrink(TrialSettings failing) throws IOException {
    Shrinker.Outcome outcome =
        Shrinker.shrink(failing.plan(), plan -> run(failing.withPlan(plan)).failed(), SHRINK_RUNS);
    TrialSettings shrunk = failing.withPlan(outcome.plan());
    return new Shrunk(shrunk, Trial.run(shrunk), outcome.runs(), outcome.minimal());
  }

  private static Verdict run(TrialSettings trial) {
    try {
      return Trial.run(trial);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
