package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.spi.Network;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Timers of the live transport. */
final class TransportTimers implements TimerRig {

  private final Network network = TransportPair.openVertx();
  private final Host host = network.newHost("timers", null, null);
  private final int[] delays = TimerRig.delays();
  private final long[] handles = new long[COUNT];
  private volatile CountDownLatch left = new CountDownLatch(0);

  @Override
  public void insert() throws Exception {
    left = new CountDownLatch(COUNT);
    TimerTarget target = (code, argument) -> left.countDown();
    onLoop(
        () -> {
          for (int i = 0; i < COUNT; i++) {
            handles[i] = host.loop().schedule(delays[i] * 1_000_000L, target, 0, i);
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
            host.loop().cancel(handle);
          }
        });
  }

  private void onLoop(Runnable work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              work.run();
              done.complete(null);
            });
    done.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    network.close();
  }
}
