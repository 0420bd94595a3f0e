package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks, chance and work of {@link Loop}. */
abstract class LoopContract extends ContractBase {

  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());
  private Machine machine;
  private Loop loop;

  @BeforeEach
  final void addMachine() {
    machine = machine("a");
    loop = machine.loop();
  }

  private void awaitSeen(int count) {
    machine.await(count + " calls", () -> seen.size() >= count);
  }

  @Test
  void executeKeepsTheOrderOfTheCalls() {
    for (int i = 0; i < 100; i++) {
      int mark = i;
      loop.execute(() -> seen.add(mark));
    }
    awaitSeen(100);
    assertEquals(IntStream.range(0, 100).boxed().toList(), seen);
  }

  @Test
  void executeOnTheLoopKeepsTheOrderOfTheCalls() {
    machine.run(() -> IntStream.range(0, 100).forEach(mark -> loop.execute(() -> seen.add(mark))));
    awaitSeen(100);
    assertEquals(IntStream.range(0, 100).boxed().toList(), seen);
  }

  @Test
  void executeIsNeverReentrant() {
    machine.run(
        () -> {
          loop.execute(() -> machine.referee().enter(loop, "a task", () -> seen.add("task")));
          assertEquals(List.of(), seen);
        });
    awaitSeen(1);
    assertEquals(List.of("task"), seen);
  }

  @Test
  void executeTakesTasksFromManyThreads() throws InterruptedException {
    int threads = 4;
    int each = 250;
    List<Thread> callers =
        IntStream.range(0, threads)
            .mapToObj(
                thread ->
                    new Thread(
                        () -> {
                          for (int i = 0; i < each; i++) {
                            int mark = thread * each + i;
                            loop.execute(() -> seen.add(mark));
                          }
                        }))
            .toList();
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }
    awaitSeen(threads * each);
    for (int thread = 0; thread < threads; thread++) {
      int from = thread * each;
      List<Object> own =
          seen.stream().filter(mark -> (int) mark >= from && (int) mark < from + each).toList();
      assertEquals(IntStream.range(from, from + each).boxed().toList(), own);
    }
  }

  @Test
  void survivesAnExceptionInATask() {
    loop.execute(
        () -> {
          throw new IllegalStateException("thrown by a test");
        });
    loop.execute(() -> seen.add("next"));
    awaitSeen(1);
    assertEquals(List.of("next"), seen);
  }

  @Test
  void isCurrentOnlyOnTheLoop() throws InterruptedException {
    assertTrue(machine.ask(loop::isCurrent));
    Thread stranger = new Thread(() -> seen.add(loop.isCurrent()));
    stranger.start();
    stranger.join();
    assertEquals(List.of(false), seen);
  }

  @Test
  void randomStreamsDiffer() {
    List<Long> firsts =
        machine.ask(
            () ->
                List.of(
                    loop.random("one").nextLong(),
                    loop.random("one").nextLong(),
                    loop.random("two").nextLong()));
    assertEquals(3, firsts.stream().distinct().count(), "streams that are the same: " + firsts);
  }

  @Test
  void randomStreamsOfHostsDiffer() {
    Machine other = machine("b");
    assertNotEquals(
        machine.ask(() -> loop.random("one").nextLong()),
        other.ask(() -> other.loop().random("one").nextLong()));
  }

  @Test
  void oneMoreHostShiftsNoDraws() {
    NetworkUnderTest second = newNetwork();
    try {
      machineOf(second, "one more");
      Machine twin = machineOf(second, "a");
      List<Long> here = machine.ask(() -> draws(loop));
      List<Long> there = twin.ask(() -> draws(twin.loop()));
      // Live, each run draws its own seed; a simulation has the same one unless told otherwise.
      assertEquals(rig().virtualTime(), here.equals(there));
    } finally {
      second.network().close();
    }
  }

  private static List<Long> draws(Loop loop) {
    RandomGenerator random = loop.random("draws");
    return List.of(random.nextLong(), random.nextLong(), random.nextLong());
  }

  @Test
  void secureRandomFillsTheWholeArray() {
    byte[] first = new byte[4096];
    byte[] second = new byte[4096];
    machine.run(
        () -> {
          loop.secureRandom(first);
          loop.secureRandom(second);
        });
    for (byte[] filled : List.of(first, second)) {
      for (int from = 0; from < filled.length; from += 16) {
        assertTrue(
            IntStream.range(from, from + 16).anyMatch(i -> filled[i] != 0),
            "16 zero bytes at " + from);
      }
    }
    assertNotEquals(java.util.Arrays.hashCode(first), java.util.Arrays.hashCode(second));
  }

  @Test
  void offloadBringsTheResultToTheLoop() {
    machine.run(
        () -> {
          loop.offload(() -> "result", 1_000, this::outcome);
          assertEquals(List.of(), seen);
        });
    awaitSeen(1);
    assertEquals(List.of("result"), seen);
  }

  @Test
  void offloadBringsWhatWasThrown() {
    machine.run(
        () ->
            loop.offload(
                () -> {
                  throw new IOException("thrown by a test");
                },
                1_000,
                this::outcome));
    awaitSeen(1);
    assertInstanceOf(IOException.class, seen.get(0));
  }

  private void outcome(Object result, Throwable thrown) {
    machine
        .referee()
        .enter(
            loop,
            "the outcome of work",
            () -> {
              assertTrue(result == null || thrown == null, "both a result and a failure");
              seen.add(thrown == null ? result : thrown);
            });
  }

  @Test
  void offloadTakesItsTimeAwayFromTheLoop() {
    CountDownLatch workMayEnd = new CountDownLatch(rig().virtualTime() ? 0 : 1);
    machine.run(
        () ->
            loop.offload(
                () -> {
                  workMayEnd.await();
                  return "worked";
                },
                50_000_000,
                this::outcome));
    machine.run(
        () -> {
          seen.add("meanwhile");
          workMayEnd.countDown();
        });
    awaitSeen(2);
    assertEquals(List.of("meanwhile", "worked"), seen);
  }

  @Test
  void survivesAnExceptionInTheOutcomeOfWork() {
    machine.run(
        () -> {
          loop.offload(
              () -> "result",
              0,
              (result, thrown) -> {
                throw new IllegalStateException("thrown by a test");
              });
          loop.offload(() -> "next", 1_000, this::outcome);
        });
    awaitSeen(1);
    assertEquals(List.of("next"), seen);
  }
}
