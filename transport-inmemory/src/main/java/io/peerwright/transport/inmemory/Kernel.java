package io.peerwright.transport.inmemory;

import io.peerwright.api.TimerTarget;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: takes one event after the other from the wheel, in one thread, and keeps the hash
 * over all that happened. Whatever a handler is told is told from here, so that nothing is
 * re-entrant.
 */
final class Kernel {

  /** What a line of the trace is about. */
  static final int TIMER = 1;

  static final int STREAM = 2;
  static final int DATAGRAM = 3;
  static final int LIFE_CYCLE = 4;

  /** Hears the lines of the trace as they are hashed. */
  interface Tracer {
    void line(int kind, int from, int to, long content);
  }

  private record Posted(@Nullable SimHost host, Runnable task) {}

  final Arena arena = new Arena();
  final boolean poison;

  private final Wheel wheel = new Wheel();
  private final Queue<Posted> inbox = new ConcurrentLinkedQueue<>();
  private volatile Thread driver = Thread.currentThread();
  private volatile BiConsumer<SimHost, Throwable> errors;
  private long now;
  private long events;
  private long trace;
  private @Nullable Tracer tracer;

  Kernel(long seed, boolean poison, BiConsumer<SimHost, Throwable> errors) {
    this.trace = seed;
    this.poison = poison;
    this.errors = errors;
  }

  long now() {
    return now;
  }

  long events() {
    return events;
  }

  long traceHash() {
    return trace;
  }

  int pending() {
    return wheel.size();
  }

  void onError(BiConsumer<SimHost, Throwable> handler) {
    errors = handler;
  }

  void onTrace(Tracer hearer) {
    tracer = hearer;
  }

  /** Reports what a handler threw. What the error handler throws ends the run. */
  void failed(SimHost host, Throwable thrown) {
    errors.accept(host, thrown);
  }

  /** Makes the calling thread the loop of all hosts. */
  void drivenByCaller() {
    drivenBy(Thread.currentThread());
  }

  /** Makes a thread the loop of all hosts. */
  void drivenBy(Thread thread) {
    if (driver != thread) {
      driver = thread;
    }
  }

  boolean isCurrent() {
    return Thread.currentThread() == driver;
  }

  /** An event of the network itself, which no host's closing takes away. */
  long at(long time, TimerTarget target, int code, long argument) {
    return wheel.add(time, null, target, code, argument);
  }

  /** An event of a host, dropped when the host is closed. */
  long timer(SimHost host, long delayNanos, Object target, int code, long argument) {
    return wheel.add(after(delayNanos), host, target, code, argument);
  }

  /** The instant that lies so far ahead, or the end of time. */
  long after(long delayNanos) {
    long time = now + Math.max(0, delayNanos);
    return time < 0 ? Long.MAX_VALUE : time;
  }

  boolean cancel(long handle) {
    return wheel.cancel(handle);
  }

  /** Runs a task in its turn; from any thread. */
  void post(@Nullable SimHost host, Runnable task) {
    if (isCurrent()) {
      wheel.add(now, host, task, 0, 0);
    } else {
      inbox.add(new Posted(host, task));
      LockSupport.unpark(driver);
    }
  }

  /** Takes over what other threads have posted. */
  void drainInbox() {
    for (Posted posted = inbox.poll(); posted != null; posted = inbox.poll()) {
      wheel.add(now, posted.host, posted.task, 0, 0);
    }
  }

  boolean hasPosted() {
    return !inbox.isEmpty();
  }

  /** Runs the next event if it is due by {@code limit}. */
  boolean step(long limit) {
    if (hasPosted()) {
      drainInbox();
    }
    int row = wheel.poll(limit);
    if (row == 0) {
      return false;
    }
    now = wheel.deadline(row);
    SimHost host = wheel.owner(row);
    Object target = wheel.target(row);
    int code = wheel.code(row);
    long argument = wheel.argument(row);
    wheel.release(row);
    if (host == null) {
      events++;
      run(target, code, argument);
    } else if (host.isOpen()) {
      events++;
      trace(TIMER, host.index(), code, argument);
      runOf(host, target, code, argument);
    }
    return true;
  }

  private void runOf(SimHost host, @Nullable Object target, int code, long argument) {
    try {
      run(target, code, argument);
    } catch (Throwable thrown) {
      failed(host, thrown);
    }
  }

  private static void run(@Nullable Object target, int code, long argument) {
    if (target instanceof TimerTarget timer) {
      timer.onTimer(code, argument);
    } else if (target instanceof Runnable task) {
      task.run();
    }
  }

  /** Lets time pass up to {@code time} in which nothing happens. */
  void advanceTo(long time) {
    now = Math.max(now, time);
  }

  /** When the next event is due; {@link Long#MAX_VALUE} if there is none. */
  long nextDeadline() {
    return wheel.nextDeadline();
  }

  /** Adds a line to the trace. */
  void trace(int kind, int from, int to, long content) {
    trace =
        Mix.of(Mix.of(trace, now), Mix.of((long) from << 32 | to & 0xffff_ffffL, content + kind));
    if (tracer != null) {
      tracer.line(kind, from, to, content);
    }
  }
}
