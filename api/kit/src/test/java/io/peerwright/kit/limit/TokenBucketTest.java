package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000L;

  /** Clocks of this kind may be anywhere, also about to overflow. */
  private static final long START = Long.MAX_VALUE - SECOND;

  @Test
  void isFullAtFirstAndAfterAPause() {
    TokenBucket bucket = new TokenBucket(1_000, 500, START);
    assertEquals(500, bucket.available(START));
    bucket.take(500, START);
    assertEquals(0, bucket.available(START));
    assertFalse(bucket.isFull(START));
    assertEquals(250, bucket.available(START + SECOND / 4));
    assertEquals(500, bucket.available(START + 100 * SECOND));
    assertTrue(bucket.isFull(START + 100 * SECOND));
  }

  @Test
  void aPausePaysForNoMoreThanTheBurst() {
    TokenBucket bucket = new TokenBucket(1_000, 500, START);
    bucket.take(500, START + 100 * SECOND);
    assertEquals(0, bucket.available(START + 100 * SECOND));
  }

  @Test
  void paysADebtFirst() {
    TokenBucket bucket = new TokenBucket(1_000, 500, 0);
    bucket.take(2_500, 0);
    assertEquals(-2_000, bucket.available(0));
    assertEquals(2 * SECOND + SECOND / 1_000, bucket.nanosUntil(1, 0));
    assertEquals(0, bucket.available(2 * SECOND));
    assertEquals(500, bucket.available(3 * SECOND));
  }

  @Test
  void saysWhenThereIsEnough() {
    Random random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      long rate = 1 + (long) (Math.pow(random.nextDouble(), 8) * TokenBucket.MAX_BYTES_PER_SECOND);
      long burst = 1 + random.nextInt(1 << 20);
      TokenBucket bucket = new TokenBucket(Math.min(rate, 8_000_000_000L), burst, START);
      bucket.take(1 + random.nextInt(1 << 20), START);
      long wanted = 1 + random.nextInt((int) burst);
      long wait = bucket.nanosUntil(wanted, START);
      assertTrue(bucket.available(START + wait) >= wanted, "not enough at the time it said");
      if (wait > 0) {
        assertTrue(bucket.available(START + wait - 1) < wanted, "enough before the time it said");
      }
    }
  }

  /** A division that forgets its remainder would let small pieces through too fast. */
  @Test
  void isExactHoweverTheBytesAreCut() {
    TokenBucket bucket = new TokenBucket(300_000_007L, 100, 0);
    long now = 0;
    for (int i = 0; i < 3_000_070; i++) {
      now += bucket.nanosUntil(1, now);
      bucket.take(1, now);
    }
    assertEquals(0.01, now / 1e9, 0.000_001);
  }

  @Test
  void refusesWhatItCannotCount() {
    assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new TokenBucket(8_000_000_001L, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new TokenBucket(1, 0, 0));
  }
}
