package io.peerwright.kit.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerGroupTest {

  private static final long SECOND = 1_000_000_000L;

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("a", null, null);
  private final TimerGroup timers = new TimerGroup(host.loop());
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  private void on(Runnable task) {
    // What a handler throws is only reported.
    CompletableFuture<Void> done = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              try {
                task.run();
                done.complete(null);
              } catch (Throwable failure) {
                done.completeExceptionally(failure);
              }
            });
    simulation.runFor(Duration.ofNanos(1));
    done.join();
  }

  @Test
  void eachRunsAtItsTime() {
    on(
        () -> {
          timers.after(2 * SECOND, () -> log.add("two"));
          timers.after(SECOND, () -> log.add("one"));
        });
    simulation.runFor(Duration.ofMillis(1500));
    assertEquals(List.of("one"), log);
    assertEquals(1, timers.pending());
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of("one", "two"), log);
    assertEquals(0, timers.pending());
  }

  @Test
  void allEndTogetherAndMoreMayFollow() {
    on(
        () -> {
          timers.after(SECOND, () -> log.add("once"));
          timers.every(SECOND, host.loop().random("a"), () -> log.add("often"));
          timers.close();
          assertEquals(0, timers.pending());
          timers.after(SECOND, () -> log.add("later"));
        });
    simulation.runFor(Duration.ofSeconds(10));
    assertEquals(List.of("later"), log);
  }

  @Test
  void oneMayEndAlone() {
    on(
        () -> {
          Handle gone = timers.after(SECOND, () -> log.add("gone"));
          timers.after(SECOND, () -> log.add("stays"));
          gone.close();
          gone.close();
        });
    simulation.runFor(Duration.ofSeconds(2));
    assertEquals(List.of("stays"), log);
  }

  /** 1000 periods of 7/8 to 9/8 of a second, not all alike. */
  @Test
  void periodsVaryAroundTheirMean() {
    List<Long> at = new ArrayList<>();
    on(() -> timers.every(SECOND, host.loop().random("a"), () -> at.add(host.loop().nanoTime())));
    simulation.runFor(Duration.ofSeconds(1000));
    assertTrue(at.size() > 990 && at.size() < 1010, () -> at.size() + " periods");
    for (int i = 1; i < at.size(); i++) {
      long period = at.get(i) - at.get(i - 1);
      assertTrue(period >= SECOND * 7 / 8 && period <= SECOND * 9 / 8 + 1, () -> period + " ns");
    }
  }

  @Test
  void aTaskMayEndItself() {
    List<Handle> own = new ArrayList<>();
    on(
        () ->
            own.add(
                timers.every(
                    SECOND,
                    host.loop().random("a"),
                    () -> {
                      log.add("once");
                      own.get(0).close();
                    })));
    simulation.runFor(Duration.ofSeconds(10));
    assertEquals(List.of("once"), log);
    assertEquals(0, timers.pending());
  }
}
