package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers of {@link Loop}. */
abstract class TimerContract extends ContractBase {

  private static final long MILLI = 1_000_000L;

  private final List<Long> fired = Collections.synchronizedList(new ArrayList<>());
  private Machine machine;
  private Loop loop;

  @BeforeEach
  final void addMachine() {
    machine = machine("a");
    loop = machine.loop();
  }

  private long schedule(long delayNanos, long mark) {
    return loop.schedule(delayNanos, (code, argument) -> note(argument), 0, mark);
  }

  private void note(long mark) {
    machine.referee().enter(loop, "timer " + mark, () -> fired.add(mark));
  }

  private void awaitFired(int count) {
    machine.await(count + " timers", () -> fired.size() >= count);
  }

  @Test
  void passesCodeAndArgument() {
    List<String> calls = Collections.synchronizedList(new ArrayList<>());
    machine.run(
        () ->
            loop.schedule(
                MILLI, (code, argument) -> calls.add(code + " " + argument), -7, Long.MIN_VALUE));
    machine.await("the timer", () -> !calls.isEmpty());
    assertEquals(List.of("-7 " + Long.MIN_VALUE), calls);
  }

  @Test
  void runInTheOrderOfDeadlines() {
    assertOrdered(9 * MILLI, 3 * MILLI, 6 * MILLI);
  }

  @Test
  void ofOneDeadlineRunInTheOrderOfScheduling() {
    machine.run(() -> IntStream.range(0, 100).forEach(i -> schedule(2 * MILLI, i)));
    awaitFired(100);
    assertEquals(IntStream.range(0, 100).mapToObj(i -> (long) i).toList(), fired);
  }

  @Test
  void keepTheirOrderAmongThousands() {
    Random random = new Random(1);
    assertOrdered(random.longs(5_000, 1, 50).map(millis -> millis * MILLI).toArray());
  }

  /** The bounds of a deadline that was set while time went on. */
  private record Deadline(long earliest, long latest) {}

  /**
   * Sets a timer for each delay and checks their order. Live the clock goes on between two calls,
   * so that only those are compared whose deadlines do not depend on it.
   */
  private void assertOrdered(long... delays) {
    List<Deadline> deadlines = new ArrayList<>();
    machine.run(
        () -> {
          for (long delay : delays) {
            long before = loop.nanoTime();
            schedule(delay, deadlines.size());
            deadlines.add(new Deadline(before + delay, loop.nanoTime() + delay));
          }
        });
    awaitFired(delays.length);
    assertEquals(delays.length, fired.size());
    long latestStart = Long.MIN_VALUE;
    Map<Long, Long> lastOfDelay = new HashMap<>();
    for (long mark : fired) {
      Deadline deadline = deadlines.get((int) mark);
      assertTrue(deadline.latest() >= latestStart, "timer " + mark + " ran after a later one");
      latestStart = Math.max(latestStart, deadline.earliest());
      Long before = lastOfDelay.put(delays[(int) mark], mark);
      assertTrue(before == null || before < mark, "timer " + mark + " ran after " + before);
    }
  }

  @Test
  void runOnceAndNotEarly() {
    long started = machine.ask(loop::nanoTime);
    List<Long> at = Collections.synchronizedList(new ArrayList<>());
    machine.run(() -> loop.schedule(20 * MILLI, () -> at.add(loop.nanoTime())));
    machine.await("the timer", () -> !at.isEmpty());
    settle();
    assertEquals(1, at.size());
    assertTrue(at.get(0) - started >= 20 * MILLI, "early: after " + (at.get(0) - started) + " ns");
  }

  @Test
  void withoutDelayRunAfterTheCallback() {
    machine.run(
        () -> {
          schedule(0, 1);
          schedule(-5, 2);
          schedule(Long.MIN_VALUE, 3);
          assertEquals(List.of(), fired);
        });
    awaitFired(3);
    assertEquals(3, fired.size());
  }

  @Test
  void maySetTimers() {
    machine.run(() -> chain(5));
    awaitFired(5);
    assertEquals(List.of(5L, 4L, 3L, 2L, 1L), fired);
  }

  private void chain(long left) {
    if (left > 0) {
      loop.schedule(
          0,
          (code, argument) ->
              machine
                  .referee()
                  .enter(
                      loop,
                      "timer " + argument,
                      () -> {
                        fired.add(argument);
                        chain(argument - 1);
                      }),
          0,
          left);
    }
  }

  @Test
  void areCancelled() {
    assertTrue(
        machine.ask(
            () -> {
              long timer = schedule(2 * MILLI, 1);
              schedule(3 * MILLI, 2);
              return loop.cancel(timer);
            }));
    awaitFired(1);
    settle();
    assertEquals(List.of(2L), fired);
  }

  @Test
  void areCancelledByATimerThatIsDueWithThem() {
    machine.run(
        () -> {
          long[] victim = new long[1];
          loop.schedule(2 * MILLI, () -> fired.add(loop.cancel(victim[0]) ? 1L : 0L));
          victim[0] = schedule(2 * MILLI, 2);
        });
    awaitFired(1);
    settle();
    assertEquals(List.of(1L), fired);
  }

  @Test
  void cancelTakesAnyHandle() {
    List<Boolean> outcomes =
        machine.ask(
            () -> {
              long timer = schedule(MILLI, 1);
              return List.of(
                  loop.cancel(0),
                  loop.cancel(-1),
                  loop.cancel(Long.MAX_VALUE),
                  loop.cancel(timer),
                  loop.cancel(timer));
            });
    assertEquals(List.of(false, false, false, true, false), outcomes);
  }

  @Test
  void staleHandlesCancelNothing() {
    long expired = machine.ask(() -> schedule(0, 1));
    awaitFired(1);
    machine.run(
        () -> {
          long cancelled = schedule(MILLI, 2);
          loop.cancel(cancelled);
          for (long i = 10; i < 20; i++) {
            schedule(MILLI, i);
          }
          assertFalse(loop.cancel(expired), "cancelled a timer that had expired");
          assertFalse(loop.cancel(cancelled), "cancelled a timer twice");
        });
    awaitFired(11);
    assertEquals(11, fired.size());
  }

  @Test
  void handlesAreUniqueAndNotZero() {
    TreeSet<Long> handles = new TreeSet<>();
    machine.run(() -> IntStream.range(0, 1000).forEach(i -> handles.add(schedule(MILLI, i))));
    assertEquals(1000, handles.size());
    assertFalse(handles.contains(0L));
    awaitFired(1000);
  }

  @Test
  void surviveAnExceptionInOneOfThem() {
    machine.run(
        () -> {
          loop.schedule(
              MILLI,
              () -> {
                throw new IllegalStateException("thrown by a test");
              });
          schedule(MILLI, 1);
          schedule(2 * MILLI, 2);
        });
    awaitFired(2);
    assertEquals(List.of(1L, 2L), fired);
  }

  @Test
  void clockNeverGoesBack() {
    long first = machine.ask(loop::nanoTime);
    machine.run(() -> schedule(5 * MILLI, 1));
    awaitFired(1);
    long second = machine.ask(loop::nanoTime);
    assertNotEquals(first, second);
    assertTrue(second - first >= 5 * MILLI);
    assertTrue(machine.ask(loop::wallMillis) > 0);
  }
}
