package io.peerwright.bench;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;

/** Timers of Vert.x alone. */
final class RawVertxTimers extends TimerRig {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Handler<Long> target = timer -> expired();

  @Override
  void execute(Runnable work) {
    context.runOnContext(ignored -> work.run());
  }

  @Override
  long schedule(int delayMillis) {
    return vertx.setTimer(delayMillis, target);
  }

  @Override
  void cancel(long handle) {
    vertx.cancelTimer(handle);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
