package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** Passes everything on to a loop. */
class LoopTap implements Loop {

  final Loop inner;

  LoopTap(Loop inner) {
    this.inner = inner;
  }

  @Override
  public long nanoTime() {
    return inner.nanoTime();
  }

  @Override
  public long wallMillis() {
    return inner.wallMillis();
  }

  @Override
  public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
    return inner.schedule(delayNanos, target, code, argument);
  }

  @Override
  public boolean cancel(long timer) {
    return inner.cancel(timer);
  }

  @Override
  public void execute(Runnable task) {
    inner.execute(task);
  }

  @Override
  public boolean isCurrent() {
    return inner.isCurrent();
  }

  @Override
  public RandomGenerator random(String purpose) {
    return inner.random(purpose);
  }

  @Override
  public void secureRandom(byte[] target) {
    inner.secureRandom(target);
  }

  @Override
  public <T> void offload(
      Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
    inner.offload(work, modelledNanos, done);
  }
}
