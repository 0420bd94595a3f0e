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
      description = "Stop after this time, such as PT30S. Default: until Ctrl-C.")
  private @Nullable Duration duration;

  /** Waits; when the process is told to end, the peers still take their leave. */
  void await(Peerwright peerwright) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Thread leave =
        new Thread(
            () -> {
              over.countDown();
              peerwright.close();
            },
            "leave");
    Runtime.getRuntime().addShutdownHook(leave);
    if (duration == null) {
      over.await();
    } else {
      boolean interrupted = over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
      if (!interrupted) {
        Runtime.getRuntime().removeShutdownHook(leave);
      }
    }
  }
}
