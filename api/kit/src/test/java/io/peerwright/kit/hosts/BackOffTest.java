package io.peerwright.kit.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Test
  void thePauseDoublesUpToTheLimit() {
    BackOff backOff = new BackOff(3, 50);
    long[] expected = {3, 6, 12, 24, 48, 50, 50};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], backOff.pause(i + 1));
    }
    assertEquals(50, backOff.pause(Integer.MAX_VALUE));
    assertEquals(64_000, BackOff.doubling(1_000, 6).pause(100));
  }

  @Test
  void noNumberOfFailuresMakesItShort() {
    BackOff backOff = new BackOff(2_000_000_000L, Long.MAX_VALUE);
    long before = 0;
    for (int failures = 1; failures < 200; failures++) {
      assertTrue(backOff.pause(failures) >= before, "after " + failures);
      before = backOff.pause(failures);
    }
    assertEquals(Long.MAX_VALUE, before);
  }

  @Test
  void itVariesByHalf() {
    BackOff backOff = new BackOff(1_000, 100_000);
    Random random = new Random(1);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 10_000; i++) {
      long varied = backOff.varied(2, random);
      least = Math.min(least, varied);
      most = Math.max(most, varied);
    }
    assertEquals(1_000, least, 20);
    assertEquals(3_000, most, 20);
  }

  @Test
  void aLimitBelowTheFirstPauseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new BackOff(5, 4));
    assertThrows(IllegalArgumentException.class, () -> new BackOff(0, 4));
  }
}
