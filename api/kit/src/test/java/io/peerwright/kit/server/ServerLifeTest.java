package io.peerwright.kit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerLifeTest {

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Loop loop = simulation.newHost("host", null, null).loop();
  private final List<String> calls = new ArrayList<>();
  private final ServerLife life =
      new ServerLife(
          loop,
          new ServerLife.Work() {
            @Override
            public void start() {
              calls.add("start");
            }

            @Override
            public void stop() {
              calls.add("stop");
            }
          });

  @AfterEach
  void close() {
    simulation.close();
  }

  private void settle() {
    simulation.runFor(Duration.ofMillis(10));
  }

  private static boolean isDone(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone();
  }

  private static boolean hasFailed(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isCompletedExceptionally();
  }

  @Test
  void joiningAndLeavingAreOneStepEachHoweverOftenTheyAreCalled() {
    CompletionStage<Void> joined = life.join();
    assertSame(joined, life.join());
    assertFalse(isDone(joined));
    life.joined();
    assertTrue(isDone(joined) && life.isUp());
    assertSame(joined, life.join());
    CompletionStage<Void> left = life.leave();
    assertSame(left, life.leave());
    assertFalse(life.isUp());
    life.stopped();
    assertFalse(isDone(left), "told before the call has returned");
    settle();
    assertTrue(isDone(left));
    assertEquals(List.of("start", "stop"), calls);
    assertNotSame(joined, life.join());
    assertEquals(List.of("start", "stop", "start"), calls);
  }

  @Test
  void leavingEndsAJoinUnderWay() {
    CompletionStage<Void> joined = life.join();
    int round = life.round();
    CompletionStage<Void> left = life.leave();
    assertFalse(isDone(joined), "told before leave has returned");
    assertNotSame(round, life.round());
    life.joined();
    life.stopped();
    settle();
    assertTrue(hasFailed(joined));
    assertTrue(isDone(left) && !hasFailed(left));
  }

  @Test
  void joiningWaitsUntilEverythingIsClosed() {
    life.join();
    life.joined();
    CompletionStage<Void> left = life.leave();
    CompletionStage<Void> again = life.join();
    settle();
    assertEquals(List.of("start", "stop"), calls);
    life.stopped();
    assertEquals(List.of("start", "stop", "start"), calls);
    settle();
    assertTrue(isDone(left) && !isDone(again));
    life.joined();
    assertTrue(isDone(again));
  }

  @Test
  void whoLeavesWhileItWaitsToJoinAgainIsOut() {
    life.join();
    life.joined();
    life.leave();
    CompletionStage<Void> again = life.join();
    CompletionStage<Void> left = life.leave();
    life.stopped();
    settle();
    assertTrue(hasFailed(again) && isDone(left));
    assertEquals(List.of("start", "stop"), calls);
  }

  @Test
  void aFailureIsToldAndAnotherJoinTriesAgain() {
    CompletionStage<Void> joined = life.join();
    life.failed(new IOException("taken"));
    assertTrue(hasFailed(joined));
    assertFalse(life.isUp());
    CompletionStage<Void> again = life.join();
    life.joined();
    assertTrue(isDone(again) && !hasFailed(again));
    life.failed(new IOException("the listener is gone"));
    assertFalse(life.isUp());
    CompletionStage<Void> left = life.leave();
    settle();
    assertTrue(isDone(left));
    assertEquals(List.of("start", "start"), calls, "nothing is left to stop");
  }

  @Test
  void everyStageEndsInWhateverOrderItIsUsed() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(5)) {
          case 0 -> stages.add(life.join().toCompletableFuture());
          case 1 -> stages.add(life.leave().toCompletableFuture());
          case 2 -> life.joined();
          case 3 -> life.stopped();
          default -> settle();
        }
      }
      CompletableFuture<Void> last = life.leave().toCompletableFuture();
      life.stopped();
      settle();
      assertTrue(last.isDone(), "seed " + seed);
      int number = seed;
      stages.forEach(stage -> assertTrue(stage.isDone(), "seed " + number));
      assertFalse(life.isUp() || life.isStopping());
    }
  }
}
