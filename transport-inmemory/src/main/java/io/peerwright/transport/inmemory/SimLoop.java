package io.peerwright.transport.inmemory;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.disk.Disk;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.kernel.Workers;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** The kernel as the loop of one host. */
final class SimLoop implements Loop {

  private final LoopHost host;

  SimLoop(LoopHost host) {
    this.host = host;
  }

  private Kernel kernel() {
    return host.kernel();
  }

  @Override
  public long nanoTime() {
    return kernel().now();
  }

  @Override
  public long wallMillis() {
    return host.epochMillis() + kernel().now() / 1_000_000;
  }

  @Override
  public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
    long late = host.lateNanos();
    long delay = late == 0 ? delayNanos : Math.max(0, delayNanos) + late;
    return kernel().timer(host, delay, target, code, argument);
  }

  @Override
  public boolean cancel(long timer) {
    return kernel().cancel(timer);
  }

  @Override
  public void execute(Runnable task) {
    kernel().post(host, host, task);
  }

  @Override
  public boolean isCurrent() {
    return kernel().isCurrent();
  }

  @Override
  public RandomGenerator random(String purpose) {
    return new Mix(host.seedFor(purpose));
  }

  @Override
  public void secureRandom(byte[] target) {
    Mix source = new Mix(host.seedForKeys());
    for (int i = 0; i < target.length; i += Long.BYTES) {
      long bits = source.nextLong();
      for (int k = i; k < Math.min(i + Long.BYTES, target.length); k++) {
        target[k] = (byte) bits;
        bits >>>= Byte.SIZE;
      }
    }
  }

  @Override
  public <T> void offload(
      Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
    Workers workers = host.workers();
    if (workers == null) {
      kernel().timer(host, modelledNanos, inPlace(work, done), 0, 0);
    } else {
      workers.execute(() -> kernel().post(host, host, outcomeOf(work, done)));
    }
  }

  /** Until its outcome is told the work is under way, and a crash may find it at any step. */
  private <T> Runnable inPlace(Callable<T> work, BiConsumer<? super T, ? super Throwable> done) {
    Disk disk = host.disk();
    if (disk == null) {
      return outcomeOf(work, done);
    }
    long begun = disk.begin();
    Runnable outcome = outcomeOf(work, done);
    long end = disk.next();
    if (end == begun) {
      disk.end(begun, end);
      return outcome;
    }
    return () -> {
      disk.end(begun, end);
      outcome.run();
    };
  }

  private static <T> Runnable outcomeOf(
      Callable<T> work, BiConsumer<? super T, ? super Throwable> done) {
    try {
      T result = work.call();
      return () -> done.accept(result, null);
    } catch (Throwable thrown) {
      return () -> done.accept(null, thrown);
    }
  }
}
