package io.peerwright.api.fake;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** A loop whose time passes when a test says so. */
public final class ManualLoop implements Loop {

  private record Timer(long dueNanos, long id, TimerTarget target, int code, long argument) {}

  private final TreeSet<Timer> timers =
      new TreeSet<>(Comparator.comparingLong(Timer::dueNanos).thenComparingLong(Timer::id));
  private long now;
  private long lastId;

  /** Runs all that is due within {@code nanos} from now, in order. */
  public void advance(long nanos) {
    long end = now + nanos;
    while (!timers.isEmpty() && timers.first().dueNanos <= end) {
      Timer timer = timers.pollFirst();
      now = timer.dueNanos;
      timer.target.onTimer(timer.code, timer.argument);
    }
    now = end;
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
    timers.add(new Timer(now + Math.max(0, delayNanos), ++lastId, target, code, argument));
    return lastId;
  }

  @Override
  public boolean cancel(long timer) {
    return timers.removeIf(pending -> pending.id == timer);
  }

  @Override
  public void execute(Runnable task) {
    schedule(0, task);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public RandomGenerator random(String purpose) {
    return new SplittableRandom(purpose.hashCode());
  }

  @Override
  public void secureRandom(byte[] target) {
    new SplittableRandom(++lastId).nextBytes(target);
  }

  @Override
  public <T> void offload(
      Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
    try {
      T result = work.call();
      schedule(modelledNanos, () -> done.accept(result, null));
    } catch (Exception e) {
      schedule(modelledNanos, () -> done.accept(null, e));
    }
  }
}
