package io.peerwright.samples.cli;

import io.peerwright.runtime.Peerwright;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a command that serves others goes on: until it is interrupted, or for a time. */
final class Stop {

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Stop after this time, such as 30s. Default: until Ctrl-C.")
  private @Nullable Duration duration;

  /**
   * Waits; when the process is told to end, the peers still take their leave.
   *
   * @param ready tells that it goes on from here, once it may be interrupted
   */
  void await(Peerwright peerwright, Runnable ready) throws InterruptedException {
    await(peerwright, ready, () -> {});
  }

  /**
   * As the shorter form.
   *
   * @param leaving is called before the peers take their leave
   */
  void await(Peerwright peerwright, Runnable ready, Runnable leaving) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    try (Interruption leave =
        new Interruption(
            () -> {
              over.countDown();
              leaving.run();
              peerwright.close();
              return true;
            })) {
      ready.run();
      if (duration == null) {
        over.await();
      } else {
        over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
      }
      leave.holdIfHappened();
      leaving.run();
    }
  }
}
