package io.peerwright.transport.vertx;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One host's share of a {@link Reactor}; without timers once the host is closed. */
final class VertxLoop implements Loop, TimerHeap.Owner {

  /** Made on first use, for it costs a starting peer tens of milliseconds. */
  private static final class Secure {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  private final Reactor reactor;
  private final String hostName;
  private volatile boolean closed;

  VertxLoop(Reactor reactor, String hostName) {
    this.reactor = reactor;
    this.hostName = hostName;
  }

  @Override
  public String hostName() {
    return hostName;
  }

  /** Its host is closed: no timer is set and no outcome of work is told from now on. */
  void markClosed() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes back whatever is scheduled; on the loop. */
  void cancelAll() {
    reactor.cancelAll(this);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long schedule(long delayNanos, TimerTarget target, int code, long argument) {
    reactor.checkCurrent();
    long timer = reactor.schedule(delayNanos, this, target, code, argument);
    if (closed) {
      reactor.cancel(this, timer);
    }
    return timer;
  }

  @Override
  public boolean cancel(long timer) {
    reactor.checkCurrent();
    return reactor.cancel(this, timer);
  }

  @Override
  public void execute(Runnable task) {
    reactor.post(task);
  }

  @Override
  public boolean isCurrent() {
    return reactor.isCurrent();
  }

  @Override
  public RandomGenerator random(String purpose) {
    reactor.checkCurrent();
    return new SplittableRandom(Secure.RANDOM.nextLong());
  }

  @Override
  public void secureRandom(byte[] target) {
    Secure.RANDOM.nextBytes(target);
  }

  @Override
  public <T> void offload(
      Callable<T> work, long modelledNanos, BiConsumer<? super T, ? super Throwable> done) {
    reactor.checkCurrent();
    try {
      reactor.offload(() -> runAway(work, done));
    } catch (RejectedExecutionException closed) {
      finish(done, null, closed);
    }
  }

  private <T> @Nullable Void runAway(
      Callable<T> work, BiConsumer<? super T, ? super Throwable> done) {
    try {
      finish(done, work.call(), null);
    } catch (OutOfMemoryError e) {
      Reactor.endProcess(e);
      finish(done, null, e);
    } catch (Throwable t) {
      finish(done, null, t);
    }
    return null;
  }

  private <T> void finish(
      BiConsumer<? super T, ? super Throwable> done,
      @Nullable T result,
      @Nullable Throwable thrown) {
    reactor.post(
        () -> {
          if (!closed) {
            done.accept(result, thrown);
          }
        });
  }
}
