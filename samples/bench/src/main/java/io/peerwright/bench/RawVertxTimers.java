package io.peerwright.bench;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Timers of Vert.x alone. */
final class RawVertxTimers implements TimerRig {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final int[] delays = TimerRig.delays();
  private final long[] handles = new long[COUNT];
  private volatile CountDownLatch left = new CountDownLatch(0);

  @Override
  public void insert() throws Exception {
    left = new CountDownLatch(COUNT);
    onLoop(
        () -> {
          for (int i = 0; i < COUNT; i++) {
            handles[i] = vertx.setTimer(delays[i], timer -> left.countDown());
          }
        });
  }

  @Override
  public void awaitExpiry() throws Exception {
    if (!left.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " timers did not expire");
    }
  }

  @Override
  public void cancel() throws Exception {
    onLoop(
        () -> {
          for (long handle : handles) {
            vertx.cancelTimer(handle);
          }
        });
  }

  private void onLoop(Runnable work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        ignored -> {
          work.run();
          done.complete(null);
        });
    done.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
