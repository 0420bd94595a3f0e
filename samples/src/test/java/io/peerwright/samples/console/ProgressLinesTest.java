package io.peerwright.samples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();

  private List<String> lines(boolean json) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Console console = new Console(out, out, json, false);
    ProgressLines progress = new ProgressLines("Hashing", console::tellProgress, clock::get);
    for (int second = 0; second <= 25; second++) {
      clock.set(Duration.ofSeconds(second).toNanos());
      progress.at(second << 20, second < 20 ? 100 << 20 : 0);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aLineComesAfterASecondAndEachTenMore() {
    assertEquals(
        List.of("Hashing: 1.0MiB of 100MiB", "Hashing: 11MiB of 100MiB", "Hashing: 21MiB"),
        lines(false));
  }

  @Test
  void aScriptHearsTheSame() {
    assertEquals(
        "{\"event\":\"progress\",\"task\":\"Hashing\",\"bytes\":1048576,\"total\":104857600}",
        lines(true).get(0));
  }

  @Test
  void whatTakesLongIsToldMeanwhile() {
    CountDownLatch told = new CountDownLatch(1);
    String result =
        SlowNotice.during(
            () -> {
              try {
                told.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return "done";
            },
            told::countDown);
    assertEquals("done", result);
  }
}
