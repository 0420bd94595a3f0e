package io.peerwright.kit.request;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Timers that end together: those of a join end when it is left. Costs an object for each; for a
 * thing with one timer, {@link Loop#schedule} is cheaper. Used on its loop.
 */
public final class TimerGroup implements Handle {

  private final Loop loop;

  /** Those that are pending form a chain, the one that was added first at its beginning. */
  private @Nullable Timer first;

  private @Nullable Timer last;
  private int count;

  /** No timer yet. */
  public TimerGroup(Loop loop) {
    this.loop = loop;
  }

  /**
   * Calls {@code task} once.
   *
   * @return cancels it
   */
  public Handle after(long delayNanos, Runnable task) {
    return new Timer(task, delayNanos, 0, null);
  }

  /**
   * Calls {@code task} once.
   *
   * @param random varies the delay by up to an eighth
   * @return cancels it
   */
  public Handle after(long delayNanos, RandomGenerator random, Runnable task) {
    return after(varied(delayNanos, random), task);
  }

  /**
   * Calls {@code task} again and again, for the first time after one period.
   *
   * @param random varies each period by up to an eighth, so that peers that began together do not
   *     go on together
   * @return ends it
   */
  public Handle every(long periodNanos, RandomGenerator random, Runnable task) {
    return new Timer(task, varied(periodNanos, random), periodNanos, random);
  }

  private static long varied(long periodNanos, RandomGenerator random) {
    long eighth = periodNanos / 8;
    return periodNanos - eighth + (eighth == 0 ? 0 : random.nextLong(2 * eighth));
  }

  /** How many are pending. */
  public int pending() {
    return count;
  }

  /** Cancels all that are pending. More may be added afterwards. */
  @Override
  public void close() {
    List<Timer> pending = new ArrayList<>(count);
    for (Timer each = first; each != null; each = each.next) {
      pending.add(each);
    }
    pending.forEach(Timer::close);
  }

  private void link(Timer timer) {
    Timer before = last;
    timer.previous = before;
    if (before == null) {
      first = timer;
    } else {
      before.next = timer;
    }
    last = timer;
    count++;
  }

  private void unlink(Timer timer) {
    Timer before = timer.previous;
    Timer after = timer.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    timer.previous = null;
    timer.next = null;
    count--;
  }

  private final class Timer implements Handle, TimerTarget {
    private final Runnable task;
    private final long periodNanos;
    private final @Nullable RandomGenerator random;
    private @Nullable Timer previous;
    private @Nullable Timer next;

    /** 0 while it is not pending. */
    private long timer;

    Timer(Runnable task, long delayNanos, long periodNanos, @Nullable RandomGenerator random) {
      this.task = task;
      this.periodNanos = periodNanos;
      this.random = random;
      begin(delayNanos);
    }

    private void begin(long delayNanos) {
      link(this);
      timer = loop.schedule(delayNanos, this, 0, 0);
    }

    @Override
    public void onTimer(int code, long argument) {
      end();
      if (random != null) {
        // Before the task, which may close it, or throw.
        begin(varied(periodNanos, random));
      }
      task.run();
    }

    @Override
    public void close() {
      if (timer != 0) {
        loop.cancel(timer);
        end();
      }
    }

    private void end() {
      timer = 0;
      unlink(this);
    }
  }
}
