package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChangingRateTest {

  private static final long SECOND = 1_000_000_000L;

  private static final long BURST = 16_384;

  private final ChangingRate rate = new ChangingRate();

  @Test
  void aDebtOutlivesAChange() {
    rate.set(10_000, BURST, 0);
    rate.take(50_000, 0);
    long debt = rate.available(0);
    rate.set(20_000, BURST, 0);
    assertEquals(debt, rate.available(0));
    rate.set(1_000_000, BURST, SECOND);
    assertEquals(debt + 20_000, rate.available(SECOND));
  }

  @Test
  void whatWasGivenBackOutlivesAChange() {
    rate.set(10_000, BURST, 0);
    rate.take(50_000, 0);
    rate.giveBack(40_000);
    long left = rate.available(0);
    rate.set(20_000, BURST, 0);
    assertEquals(left, rate.available(0));
  }

  @Test
  void whatPassedWithoutALimitIsNotGivenBack() {
    rate.set(ChangingRate.UNLIMITED, BURST, 0);
    rate.take(1_000_000, 0);
    rate.set(10_000, BURST, 0);
    long full = rate.available(0);
    rate.giveBack(1_000_000);
    assertEquals(full, rate.available(0));
  }

  @Test
  void theRateHoldsHoweverOftenItChanges() {
    long passed = 0;
    for (int second = 0; second < 100; second++) {
      long now = second * SECOND;
      rate.set(5000 + second % 7, BURST, now);
      while (rate.available(now) > 0) {
        rate.take(1000, now);
        passed += 1000;
      }
    }
    assertTrue(passed < 520_000, "passed: " + passed);
  }
}
