package io.peerwright.multicast.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceWindowTest {

  /** All that was heard, and the same rule for what is too old. */
  private static final class Naive {
    private final Set<Long> heard = new HashSet<>();
    private long highest;

    boolean accept(long sequence) {
      boolean isNewest = heard.isEmpty() || Long.compareUnsigned(sequence, highest) > 0;
      highest = isNewest ? sequence : highest;
      return heard.add(sequence) && highest - sequence < SequenceWindow.BITS;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheNaiveModel(long seed) {
    Random random = new Random(seed);
    Naive naive = new Naive();
    SequenceWindow window = new SequenceWindow();
    // One seed begins just below the place where a signed number turns negative.
    long at = seed == 8 ? Long.MAX_VALUE - 1_000 : random.nextLong() >>> 1;
    for (int i = 0; i < 50_000; i++) {
      at += random.nextInt(4);
      if (random.nextInt(2_000) == 0) {
        at += random.nextInt(5_000);
      }
      long sequence = at - random.nextInt(random.nextBoolean() ? 4 : 2_100);
      assertEquals(naive.accept(sequence), window.accept(sequence), "step " + i);
      assertTrue(window.isHeard(sequence));
      assertEquals(naive.highest, window.highest());
    }
  }

  @Test
  void acceptsWhatComesInAnyOrderOnce() {
    SequenceWindow window = new SequenceWindow();
    for (int i = 1_000; i >= 0; i--) {
      assertTrue(window.accept(i));
    }
    for (int i = 0; i <= 1_000; i++) {
      assertFalse(window.accept(i));
    }
  }

  @Test
  void whatIsBehindTheWindowCountsAsHeard() {
    SequenceWindow window = new SequenceWindow();
    window.accept(5_000);
    assertTrue(window.accept(5_000 - SequenceWindow.BITS + 1));
    assertFalse(window.accept(5_000 - SequenceWindow.BITS));
    assertFalse(window.accept(0));
  }

  @Test
  void aJumpForgetsTheOldWindow() {
    for (int ahead : new int[] {1_023, 1_024, 1_025, 1 << 20}) {
      SequenceWindow window = new SequenceWindow();
      for (int i = 0; i < 1_024; i++) {
        window.accept(i);
      }
      assertTrue(window.accept(1_023 + ahead));
      for (int i = 1_024; i < 1_023 + Math.min(ahead, 1_024); i++) {
        int shifted = i + Math.max(0, ahead - 1_024);
        assertTrue(window.accept(shifted), shifted + " after a jump of " + ahead);
      }
    }
  }

  @Test
  void zeroIsANumberAsAllOthers() {
    SequenceWindow window = new SequenceWindow();
    assertFalse(window.isHeard(0));
    assertTrue(window.accept(0));
    assertFalse(window.accept(0));
    assertTrue(window.accept(1));
  }
}
