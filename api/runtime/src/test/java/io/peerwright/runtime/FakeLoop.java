package io.peerwright.runtime;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** A loop that a test turns by hand, or a thread of its own; time passes only when told to. */
final class FakeLoop implements Loop {

  private record Timer(long due, TimerTarget target, int code, long argument) {}

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Map<Long, Timer> timers = new TreeMap<>();
  private volatile Thread runner;
  private long now;
  private long lastTimer;

  final FakeNetwork network;

  FakeLoop(FakeNetwork network) {
    this.network = network;
  }

  void startThread() {
    Thread thread = new Thread(this::takeForEver, "fake-loop");
    thread.setDaemon(true);
    runner = thread;
    thread.start();
  }

  private void takeForEver() {
    try {
      while (true) {
        tasks.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stopThread() {
    Thread thread = runner;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Runs all that is waiting. */
  void turn() {
    runner = Thread.currentThread();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    runner = null;
  }

  /** Lets time pass, and runs what has become due. */
  void advance(Duration time) {
    synchronized (timers) {
      now += time.toNanos();
      timers
          .values()
          .removeIf(
              timer -> {
                boolean due = timer.due() <= now;
                if (due) {
                  tasks.add(() -> timer.target().onTimer(timer.code(), timer.argument()));
                }
                return due;
              });
    }
    turn();
  }

  int pendingTimers() {
    synchronized (timers) {
      return timers.size();
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return now / 1_000_000;
  }

  @Override
  public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
    synchronized (timers) {
      timers.put(++lastTimer, new Timer(now + delayNanos, target, code, argument));
      return lastTimer;
    }
  }

  @Override
  public boolean cancel(long timer) {
    synchronized (timers) {
      return timers.remove(timer) != null;
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == runner;
  }

  @Override
  public RandomGenerator random(String purpose) {
    return RandomGenerator.getDefault();
  }

  @Override
  public void secureRandom(byte[] target) {}

  @Override
  public <T> void offload(
      Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
    try {
      T result = work.call();
      tasks.add(() -> done.accept(result, null));
    } catch (Exception e) {
      tasks.add(() -> done.accept(null, e));
    }
  }
}
