package io.peerwright.transport.inmemory.kernel;

import io.peerwright.transport.inmemory.calendar.Calendar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the kernels of a simulation, each with a part of the hosts, and the control actions in
 * between.
 *
 * <p>With several kernels time passes in windows that are no longer than the least latency of the
 * network: nothing that is sent within a window arrives in it, so the kernels run it side by side
 * and exchange their mail afterwards. Since a kernel's order of events does not depend on who ran
 * first, the run is the same with any number of kernels.
 */
public final class Shards<K extends Kernel> {

  /** Turns of looking before a thread goes to sleep: some ten microseconds. */
  private static final int SPINS = 2_000;

  /** For a run that only its end in time ends. */
  public static final BooleanSupplier NEVER = () -> false;

  private record Control(long time, long sequence, Runnable action) implements Comparable<Control> {
    @Override
    public int compareTo(Control other) {
      return time != other.time
          ? Long.compare(time, other.time)
          : Long.compare(sequence, other.sequence);
    }
  }

  private final List<K> kernels;

  /** When each kernel has something to do, at the beginning of a window. */
  private final long[] due;

  private final List<Helper> helpers = new ArrayList<>();
  private final PriorityQueue<Control> controls = new PriorityQueue<>();
  private final boolean inWindows;
  private long controlsAdded;
  private long lookAhead;
  private boolean running;
  private long realNanos;

  public Shards(List<K> kernels, long lookAheadNanos) {
    this.kernels = List.copyOf(kernels);
    this.due = new long[kernels.size()];
    this.lookAhead = lookAheadNanos;
    this.inWindows = kernels.size() > 1 || kernels.get(0).hostByHost;
  }

  /** Whether no order of time binds events of different hosts within a window. */
  public boolean runsInWindows() {
    return inWindows;
  }

  public int count() {
    return kernels.size();
  }

  /** The kernels in the order of their shards. */
  public List<K> kernels() {
    return kernels;
  }

  public K get(int shard) {
    return kernels.get(shard);
  }

  /** Virtual time. All kernels agree on it when none of them runs. */
  public long now() {
    long now = 0;
    for (Kernel kernel : kernels) {
      now = Math.max(now, kernel.now());
    }
    return now;
  }

  public long events() {
    long events = 0;
    for (Kernel kernel : kernels) {
      events += kernel.events();
    }
    return events;
  }

  public int pending() {
    int pending = controls.size();
    for (Kernel kernel : kernels) {
      pending += kernel.pending();
    }
    return pending;
  }

  /** The least time that anything takes between two machines; never longer than it was. */
  public void limitLookAhead(long nanos) {
    if (inWindows && nanos < 1) {
      throw new IllegalArgumentException(
          "several shards, or hostByHost, need a latencyMinMicros of at least 1, is 0");
    }
    lookAhead = Math.min(lookAhead, nanos);
  }

  public long lookAhead() {
    return lookAhead;
  }

  /** Runs an action at an instant, before all events of that instant and while nobody runs. */
  public void control(long time, Runnable action) {
    controls.add(new Control(Math.max(time, now()), controlsAdded++, action));
  }

  /** True while several kernels run, when nothing may be changed that all of them share. */
  public boolean isRunningSideBySide() {
    return running;
  }

  /** Makes the calling thread the loop of all hosts. */
  public void drivenByCaller() {
    Thread caller = Thread.currentThread();
    for (Kernel kernel : kernels) {
      kernel.drivenBy(caller);
    }
  }

  /**
   * Runs until {@code done}, which is asked after each event, with several kernels after each
   * window; or until an instant, all events of which are run.
   *
   * @return whether it is done
   */
  public boolean run(long until, BooleanSupplier done) {
    long began = System.nanoTime();
    try {
      return runNow(until, done);
    } finally {
      realNanos += System.nanoTime() - began;
    }
  }

  /** Real time spent in running; nothing that happens depends on it. */
  public long realNanos() {
    return realNanos;
  }

  private boolean runNow(long until, BooleanSupplier done) {
    drivenByCaller();
    while (!done.getAsBoolean()) {
      Control next = controls.peek();
      long control = next == null ? Long.MAX_VALUE : next.time;
      boolean ran = control > 0 && advance(Math.min(until, control - 1), done == NEVER);
      if (!ran && control > until) {
        advanceTo(until);
        return done.getAsBoolean();
      }
      if (!ran) {
        advanceTo(control);
        controls.remove().action.run();
      }
    }
    return true;
  }

  /** Runs one event (or all), or one window; false if none is left that is due by the limit. */
  private boolean advance(long limit, boolean all) {
    if (!inWindows && all) {
      kernels.get(0).runUntil(limit);
      return false;
    }
    if (!inWindows) {
      return kernels.get(0).step(limit);
    }
    exchange();
    long start = Long.MAX_VALUE;
    for (int i = 0; i < kernels.size(); i++) {
      Kernel kernel = kernels.get(i);
      kernel.receive();
      // Asked once per window: a calendar may have to look through many entries for it.
      due[i] = kernel.hasPosted() ? kernel.now() : kernel.nextDeadline();
      start = Math.min(start, due[i]);
    }
    if (start > limit) {
      return false;
    }
    long end = Math.min(limit, Calendar.lastOfSlots(start, start + lookAhead));
    runWindow(end);
    advanceTo(end);
    return true;
  }

  private void exchange() {
    for (Kernel from : kernels) {
      for (Kernel to : kernels) {
        Kernel.exchange(from, to);
      }
    }
  }

  private void advanceTo(long time) {
    for (Kernel kernel : kernels) {
      kernel.advanceTo(time);
    }
  }

  /** The caller runs the first kernel that has something to do, helpers run the others. */
  private void runWindow(long end) {
    Kernel mine = null;
    int busy = 0;
    running = true;
    try {
      for (int i = 0; i < kernels.size(); i++) {
        if (due[i] > end) {
          continue;
        }
        if (mine == null) {
          mine = kernels.get(i);
        } else {
          helper(busy++).start(kernels.get(i), end);
        }
      }
      if (mine != null) {
        mine.runWindow(end);
      }
    } finally {
      for (int i = 0; i < busy; i++) {
        helpers.get(i).await();
      }
      running = false;
    }
    for (int i = 0; i < busy; i++) {
      helpers.get(i).rethrow();
    }
    drivenByCaller();
  }

  private Helper helper(int number) {
    if (number == helpers.size()) {
      helpers.add(new Helper(number));
    }
    return helpers.get(number);
  }

  /** Ends the threads of the helpers. */
  public void close() {
    helpers.forEach(Helper::end);
    helpers.clear();
  }

  /** A thread that runs a window of one kernel when it is told to. */
  private static final class Helper implements Runnable {
    private final Thread thread;
    private @Nullable Kernel kernel;
    private long end;
    private @Nullable Throwable thrown;
    private @Nullable Thread waiting;
    private volatile boolean busy;
    private volatile boolean ended;

    Helper(int number) {
      thread = new Thread(this, "peerwright-shard-" + (number + 1));
      thread.setDaemon(true);
      thread.start();
    }

    void start(Kernel its, long until) {
      its.drivenBy(thread);
      kernel = its;
      end = until;
      waiting = Thread.currentThread();
      busy = true;
      LockSupport.unpark(thread);
    }

    void await() {
      for (int spins = 0; busy; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }

    void rethrow() {
      Throwable what = thrown;
      thrown = null;
      if (what instanceof Error error) {
        throw error;
      }
      if (what instanceof RuntimeException exception) {
        throw exception;
      }
    }

    void end() {
      ended = true;
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      int spins = 0;
      while (!ended) {
        if (busy) {
          runWindow();
          spins = 0;
        } else if (spins++ < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }

    private void runWindow() {
      try {
        // Read after busy, which is written last.
        Objects.requireNonNull(kernel).runWindow(end);
      } catch (Throwable t) {
        thrown = t;
      } finally {
        Thread waiter = waiting;
        busy = false;
        LockSupport.unpark(waiter);
      }
    }
  }
}
