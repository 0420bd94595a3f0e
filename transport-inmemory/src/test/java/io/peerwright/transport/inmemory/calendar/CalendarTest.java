package io.peerwright.transport.inmemory.calendar;

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

class CalendarTest {

  private static final Object TARGET = new Object();

  private record Pending(long deadline, long sequence, long handle) {}

  private final Calendar calendar = new Calendar();
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
        assertTrue(calendar.cancel(victim.handle));
        assertFalse(calendar.cancel(victim.handle));
      } else {
        take(now + delay(random));
      }
      assertEquals(model.size(), calendar.size());
      if (i % 64 == 0) {
        calendar.checkInvariants();
      }
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
    long handle = calendar.addCancellable(deadline, sequence, sequence, TARGET, 0, sequence);
    model.add(new Pending(deadline, sequence++, handle));
  }

  private void take(long limit) {
    Pending expected =
        model.stream()
            .min(Comparator.comparingLong(Pending::deadline).thenComparingLong(Pending::sequence))
            .orElse(null);
    assertEquals(expected == null ? Long.MAX_VALUE : expected.deadline, calendar.nextDeadline());
    boolean isThere = calendar.poll(limit);
    if (expected == null || expected.deadline > limit) {
      assertFalse(isThere);
      now = Math.max(now, limit == Long.MAX_VALUE ? now : limit);
      return;
    }
    assertTrue(isThere);
    assertEquals(expected.deadline, calendar.deadline());
    assertEquals(expected.sequence, calendar.argument());
    assertEquals(expected.sequence, calendar.place());
    assertFalse(calendar.cancel(expected.handle));
    model.remove(expected);
    now = expected.deadline;
  }

  @Test
  void aStaleHandleCancelsNobodyElse() {
    long stale = calendar.addCancellable(10, 0, 0, TARGET, 0, 0);
    assertTrue(calendar.poll(10));
    long fresh = calendar.addCancellable(10, 0, 0, TARGET, 0, 0);
    while ((int) fresh != (int) stale) {
      assertTrue(calendar.poll(10), "the row is used again");
      fresh = calendar.addCancellable(10, 0, 0, TARGET, 0, 0);
    }
    assertFalse(calendar.cancel(stale));
    assertTrue(calendar.cancel(fresh));
    assertFalse(calendar.cancel(0));
    assertFalse(calendar.cancel(-1));
    assertFalse(calendar.cancel(Long.MAX_VALUE));
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
    keys.forEach(key -> calendar.add(5_000_000, key, 0, TARGET, 0, key));
    for (int expected = 0; expected <= count; expected++) {
      assertTrue(calendar.poll(5_000_000));
      assertEquals(expected, calendar.argument());
      if (expected == 0) {
        calendar.add(5_000_000, 0, 0, TARGET, 0, count);
      }
    }
    assertEquals(0, calendar.size());
  }

  @Test
  void reachesTheEndOfTime() {
    calendar.add(Long.MAX_VALUE, 0, 0, TARGET, 0, 2);
    calendar.add(5, 0, 0, TARGET, 0, 1);
    assertTrue(calendar.poll(Long.MAX_VALUE));
    assertEquals(1, calendar.argument());
    assertTrue(calendar.poll(Long.MAX_VALUE));
    assertEquals(2, calendar.argument());
    assertFalse(calendar.poll(Long.MAX_VALUE));
  }

  /** Timers that are set and cancelled for ever do not pile up. */
  @Test
  void forgetsWhatIsCancelled() {
    calendar.add(Long.MAX_VALUE, 0, 0, TARGET, 0, 0);
    long mostRows = 0;
    for (int i = 0; i < 100_000; i++) {
      long handle = calendar.addCancellable(60_000_000_000L + i, i, 0, TARGET, 0, i);
      mostRows = Math.max(mostRows, (int) handle);
      assertTrue(calendar.cancel(handle));
    }
    assertEquals(1, calendar.size());
    assertTrue(mostRows < 5_000, "rows used: " + mostRows);
    assertTrue(calendar.poll(Long.MAX_VALUE));
    assertEquals(0, calendar.argument());
  }

  /** Many of one instant, in no order at all, among others. */
  @Test
  void sortsACrowdOfOneInstant() {
    Random random = new Random(3);
    List<Long> keys = new ArrayList<>();
    for (long key = 0; key < 5_000; key++) {
      keys.add(key);
    }
    Collections.shuffle(keys, random);
    keys.forEach(key -> calendar.add(1_000, key, 0, TARGET, 0, key));
    for (long expected = 0; expected < keys.size(); expected++) {
      assertTrue(calendar.poll(Long.MAX_VALUE));
      assertEquals(expected, calendar.argument());
    }
  }
}
