package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.limit.PaceWatch.Pace;
import io.peerwright.kit.limit.PaceWatch.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceWatchTest {

  private static final long SECOND = 1_000_000_000L;

  /** Clocks of this kind may be anywhere, also about to overflow. */
  private static final long START = Long.MAX_VALUE - 10 * SECOND;

  private static final Pace PACE = new Pace(100, 20 * SECOND, 0);

  @Test
  void silenceIsTooSlowAfterTheWindow() {
    PaceWatch watch = new PaceWatch(PACE, START);
    assertEquals(20 * SECOND, watch.failsIn(START));
    assertEquals(Verdict.GOOD, watch.verdict(START + 20 * SECOND - 1));
    assertEquals(Verdict.TOO_SLOW, watch.verdict(START + 20 * SECOND));
    assertEquals(0, watch.failsIn(START + 21 * SECOND));
  }

  /** One byte a second kept every stall timer quiet that any byte refreshed. */
  @Test
  void dripsDoNotKeepItAlive() {
    PaceWatch watch = new PaceWatch(PACE, START);
    long now = START;
    while (watch.verdict(now) == Verdict.GOOD && now - START < 100 * SECOND) {
      now += SECOND;
      watch.progress(1, now);
    }
    assertEquals(21 * SECOND, now - START);
  }

  @Test
  void theLeastRateIsEnoughForEver() {
    PaceWatch watch = new PaceWatch(PACE, START);
    for (long second = 1; second < 100_000; second++) {
      watch.progress(100, START + second * SECOND);
      assertEquals(Verdict.GOOD, watch.verdict(START + second * SECOND));
    }
  }

  @Test
  void aFastStartDoesNotPayForAStall() {
    PaceWatch watch = new PaceWatch(PACE, START);
    watch.progress(1L << 32, START + SECOND);
    assertEquals(20 * SECOND, watch.failsIn(START + SECOND));
    assertEquals(Verdict.TOO_SLOW, watch.verdict(START + 21 * SECOND));
  }

  @Test
  void whatComesTooLateDoesNotCount() {
    PaceWatch watch = new PaceWatch(PACE, START);
    watch.progress(1_000_000, START + 20 * SECOND + 1);
    assertEquals(Verdict.TOO_SLOW, watch.verdict(START + 20 * SECOND + 1));
  }

  @Test
  void theWholeHasADeadlineHoweverFastItIs() {
    PaceWatch watch = new PaceWatch(new Pace(100, 20 * SECOND, 60 * SECOND), START);
    for (int second = 1; second < 60; second++) {
      watch.progress(1_000, START + second * SECOND);
      assertEquals(Verdict.GOOD, watch.verdict(START + second * SECOND));
    }
    assertEquals(SECOND, watch.failsIn(START + 59 * SECOND));
    watch.progress(1_000, START + 60 * SECOND);
    assertEquals(Verdict.TOO_LATE, watch.verdict(START + 60 * SECOND));
  }

  @Test
  void nothingIsOwedWhileItWaitsForUs() {
    PaceWatch watch = new PaceWatch(PACE, START);
    watch.pause(START + 15 * SECOND);
    assertEquals(Verdict.GOOD, watch.verdict(START + 1_000 * SECOND));
    assertEquals(Long.MAX_VALUE, watch.failsIn(START + 1_000 * SECOND));
    watch.resume(START + 1_000 * SECOND);
    assertEquals(5 * SECOND, watch.failsIn(START + 1_000 * SECOND));
    assertEquals(Verdict.TOO_SLOW, watch.verdict(START + 1_005 * SECOND));
  }

  /** It fails exactly if over some stretch of a window or more less came than the rate asks. */
  @Test
  void agreesWithItsDefinition() {
    Random random = new Random(3);
    int failed = 0;
    for (int round = 0; round < 300; round++) {
      PaceWatch watch = new PaceWatch(PACE, 0);
      long[] bytesAt = new long[120];
      boolean slow = false;
      for (int second = 1; second < bytesAt.length && !slow; second++) {
        bytesAt[second] = random.nextInt(4) == 0 ? random.nextInt(900) : 0;
        slow = isSlow(bytesAt, second);
        boolean said = watch.verdict(second * SECOND) != Verdict.GOOD;
        assertEquals(slow, said, "round " + round + ", second " + second);
        watch.progress(bytesAt[second], second * SECOND);
      }
      failed += slow ? 1 : 0;
    }
    assertTrue(failed > 50 && failed < 300, failed + " of 300");
  }

  /** Before what comes at this second: is there a start from which too little came? */
  private static boolean isSlow(long[] bytesAt, int end) {
    long sum = 0;
    for (int start = end - 1; start >= 0; start--) {
      if (end - start >= 20 && sum <= 100L * (end - start - 20)) {
        return true;
      }
      sum += bytesAt[start];
    }
    return false;
  }

  @Test
  void refusesWhatMeansNothing() {
    assertThrows(IllegalArgumentException.class, () -> new Pace(0, SECOND, 0));
    assertThrows(IllegalArgumentException.class, () -> new Pace(1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Pace(1, SECOND, -1));
  }
}
