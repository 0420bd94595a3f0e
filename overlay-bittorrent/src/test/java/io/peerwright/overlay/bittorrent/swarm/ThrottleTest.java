package io.peerwright.overlay.bittorrent.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private static final long SECOND = 1_000_000_000L;

  private final Throttle throttle = new Throttle();

  @Test
  void aDebtOutlivesAChange() {
    throttle.set(10_000, 0);
    throttle.take(50_000, 0);
    long debt = throttle.available(0);
    throttle.set(20_000, 0);
    assertEquals(debt, throttle.available(0));
    throttle.set(1_000_000, SECOND);
    assertEquals(debt + 20_000, throttle.available(SECOND));
  }

  @Test
  void whatWasGivenBackOutlivesAChange() {
    throttle.set(10_000, 0);
    throttle.take(50_000, 0);
    throttle.giveBack(40_000);
    long left = throttle.available(0);
    throttle.set(20_000, 0);
    assertEquals(left, throttle.available(0));
  }

  @Test
  void whatPassedWithoutALimitIsNotGivenBack() {
    throttle.set(RateLimiter.UNLIMITED, 0);
    throttle.take(1_000_000, 0);
    throttle.set(10_000, 0);
    long full = throttle.available(0);
    throttle.giveBack(1_000_000);
    assertEquals(full, throttle.available(0));
  }

  @Test
  void theRateHoldsHoweverOftenItChanges() {
    long passed = 0;
    for (int second = 0; second < 100; second++) {
      long now = second * SECOND;
      throttle.set(5000 + second % 7, now);
      while (throttle.available(now) > 0) {
        throttle.take(1000, now);
        passed += 1000;
      }
    }
    assertTrue(passed < 520_000, "passed: " + passed);
  }
}
