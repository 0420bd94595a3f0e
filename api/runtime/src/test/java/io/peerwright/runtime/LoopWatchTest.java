package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A callback that blocks the loop is told of, with where it is. */
class LoopWatchTest {

  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final List<String> told = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final LoopWatch watch = new LoopWatch(loop::execute, told::add, later::add);

  @AfterEach
  void tearDown() {
    loop.shutdownNow();
  }

  private void look() {
    later.remove(0).run();
  }

  private void turn() throws Exception {
    loop.submit(() -> {}).get();
  }

  @Test
  void aLoopThatTurnsIsLeftAlone() throws Exception {
    watch.begin();
    for (int i = 0; i < 10; i++) {
      look();
      turn();
    }
    assertEquals(List.of(), told);
  }

  @Test
  void aCallbackThatBlocksIsToldOnceEachTimeWithWhereItIs() throws Exception {
    watch.begin();
    look();
    turn();
    for (int round = 1; round <= 2; round++) {
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch blocking = new CountDownLatch(1);
      Future<?> callback = loop.submit(() -> waitIn(entered, blocking));
      entered.await();
      look();
      look();
      look();
      assertEquals(round, told.size(), told::toString);
      String last = told.get(round - 1);
      assertTrue(last.startsWith("its loop is blocked"), last);
      assertTrue(last.contains("LoopWatchTest.waitIn("), last);
      blocking.countDown();
      callback.get();
      turn();
    }
  }

  private static Void waitIn(CountDownLatch entered, CountDownLatch blocking)
      throws InterruptedException {
    entered.countDown();
    blocking.await();
    return null;
  }

  @Test
  void nothingIsAskedOnceItIsOver() {
    watch.begin();
    watch.end();
    look();
    assertEquals(List.of(), later);
  }
}
