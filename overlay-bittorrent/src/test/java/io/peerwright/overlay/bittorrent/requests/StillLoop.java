package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** A loop on which nothing happens but what a test does itself. */
final class StillLoop implements Loop {

  private final long seed;
  long now;

  StillLoop(long seed) {
    this.seed = seed;
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
    throw new AssertionError("nothing here needs a timer");
  }

  @Override
  public boolean cancel(long timer) {
    return false;
  }

  @Override
  public void execute(Runnable task) {
    throw new AssertionError("nothing here is put off");
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public RandomGenerator random(String purpose) {
    return new Random(seed);
  }

  @Override
  public void secureRandom(byte[] target) {
    new Random(seed).nextBytes(target);
  }

  @Override
  public <T> void offload(
      Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
    throw new AssertionError("nothing here leaves the loop");
  }
}
