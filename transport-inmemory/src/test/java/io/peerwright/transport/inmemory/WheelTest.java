package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WheelTest {

  private static final Object TARGET = new Object();

  private record Pending(long deadline, long sequence, long handle) {}

  private final Wheel wheel = new Wheel();
  private final List<Pending> model = new ArrayList<>();
  private long sequence;
  private long now;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithANaiveModel(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      int dice = random.nextInt(100);
      if (dice < 50) {
        add(now + delay(random));
      } else if (dice < 65 && !model.isEmpty()) {
        Pending victim = model.remove(random.nextInt(model.size()));
        assertTrue(wheel.cancel(victim.handle));
        assertFalse(wheel.cancel(victim.handle));
      } else {
        take(now + delay(random));
      }
      assertEquals(model.size(), wheel.size());
    }
    while (!model.isEmpty()) {
      take(Long.MAX_VALUE);
    }
  }

  /** Delays of all magnitudes, many of them equal. */
  private static long delay(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> random.nextInt(4);
      case 2 -> 1_000_000L * random.nextInt(3);
      case 3 -> random.nextInt(100_000_000);
      case 4 -> random.nextLong() >>> 1 + 22 + random.nextInt(40);
      default -> 1_024L << random.nextInt(30);
    };
  }

  private void add(long deadline) {
    long handle = wheel.add(deadline, sequence, null, TARGET, 0, sequence);
    model.add(new Pending(deadline, sequence++, handle));
  }

  private void take(long limit) {
    Pending expected =
        model.stream()
            .min(Comparator.comparingLong(Pending::deadline).thenComparingLong(Pending::sequence))
            .orElse(null);
    assertEquals(expected == null ? Long.MAX_VALUE : expected.deadline, wheel.nextDeadline());
    int row = wheel.poll(limit);
    if (expected == null || expected.deadline > limit) {
      assertEquals(0, row);
      now = Math.max(now, limit == Long.MAX_VALUE ? now : limit);
      return;
    }
    assertEquals(expected.deadline, wheel.deadline(row));
    assertEquals(expected.sequence, wheel.argument(row));
    wheel.release(row);
    assertFalse(wheel.cancel(expected.handle));
    model.remove(expected);
    now = expected.deadline;
  }

  @Test
  void aStaleHandleCancelsNobodyElse() {
    long stale = wheel.add(10, 0, null, TARGET, 0, 0);
    assertTrue(wheel.cancel(stale));
    long fresh = wheel.add(10, 0, null, TARGET, 0, 0);
    assertEquals((int) stale, (int) fresh, "the row is used again");
    assertFalse(wheel.cancel(stale));
    assertTrue(wheel.cancel(fresh));
    assertFalse(wheel.cancel(0));
    assertFalse(wheel.cancel(-1));
    assertFalse(wheel.cancel(Long.MAX_VALUE));
  }

  /** Added in any order, taken by key; what comes once the instant has begun waits its turn. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 64, 1000})
  void ordersOneInstantByKey(int count) {
    List<Long> keys = new ArrayList<>();
    for (long key = 0; key < count; key++) {
      keys.add(key);
    }
    Collections.shuffle(keys, new Random(count));
    keys.forEach(key -> wheel.add(5_000_000, key, null, TARGET, 0, key));
    for (int expected = 0; expected <= count; expected++) {
      int row = wheel.poll(5_000_000);
      assertEquals(expected, wheel.argument(row));
      wheel.release(row);
      if (expected == 0) {
        wheel.add(5_000_000, 0, null, TARGET, 0, count);
      }
    }
    assertEquals(0, wheel.size());
  }

  @Test
  void reachesTheEndOfTime() {
    wheel.add(Long.MAX_VALUE, 0, null, TARGET, 0, 2);
    wheel.add(5, 0, null, TARGET, 0, 1);
    assertEquals(1, wheel.argument(wheel.poll(Long.MAX_VALUE)));
    assertEquals(2, wheel.argument(wheel.poll(Long.MAX_VALUE)));
    assertEquals(0, wheel.poll(Long.MAX_VALUE));
  }
}
