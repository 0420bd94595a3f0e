package io.peerwright.kit.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {

  private static List<Long> millis(Retry retry) {
    return IntStream.range(0, retry.attempts())
        .mapToObj(attempt -> retry.waitNanos(attempt) / 1_000_000)
        .toList();
  }

  @Test
  void trackersAreAskedAsBep15HasIt() {
    Retry retry = Retry.doubling(Duration.ofSeconds(15), 9);
    assertEquals(
        List.of(
            15_000L,
            30_000L,
            60_000L,
            120_000L,
            240_000L,
            480_000L,
            960_000L,
            1_920_000L,
            3_840_000L),
        millis(retry));
    assertEquals(Duration.ofSeconds(7665).toNanos(), retry.wholeNanos());
  }

  /** Sent at 0, 500, 1500, 3500, 7500, 15500 and 31500 ms, failed at 39500 ms. */
  @Test
  void stunIsAskedAsRfc8489HasIt() {
    Retry retry = Retry.doubling(Duration.ofMillis(500), 7).withLast(Duration.ofSeconds(8));
    assertEquals(List.of(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 8000L), millis(retry));
    assertEquals(Duration.ofMillis(39_500).toNanos(), retry.wholeNanos());
  }

  @Test
  void theDoublingEnds() {
    Retry retry = Retry.doubling(Duration.ofSeconds(1), 5).upTo(Duration.ofSeconds(3));
    assertEquals(List.of(1000L, 2000L, 3000L, 3000L, 3000L), millis(retry));
    Retry long64 = Retry.doubling(Duration.ofSeconds(1), 100);
    assertEquals(Long.MAX_VALUE, long64.waitNanos(99));
    assertEquals(1_000_000_000L << 33, long64.waitNanos(33));
    assertEquals(Long.MAX_VALUE, long64.waitNanos(34));
    assertEquals(Long.MAX_VALUE, long64.wholeNanos());
  }

  @Test
  void theRestGoesOnWhereItWas() {
    Retry retry = Retry.doubling(Duration.ofSeconds(1), 4).upTo(Duration.ofSeconds(4));
    assertEquals(List.of(4000L, 4000L), millis(retry.after(2)));
    assertEquals(retry, retry.after(0));
    assertEquals(List.of(4000L), millis(retry.after(2).after(1)));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Retry.once(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> Retry.doubling(Duration.ofSeconds(1), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Retry.once(Duration.ofSeconds(1)).upTo(Duration.ofMillis(1)));
  }
}
