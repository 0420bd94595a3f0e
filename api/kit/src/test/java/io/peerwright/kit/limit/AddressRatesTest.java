package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressRatesTest {

  private static final long SECOND = 1_000_000_000L;

  /** Clocks of this kind may be anywhere, also about to overflow. */
  private static final long START = Long.MAX_VALUE - SECOND / 2;

  private static final Endpoint ONE = Endpoint.parse("192.0.2.1:1");
  private static final Endpoint SAME = Endpoint.parse("192.0.2.1:2");
  private static final Endpoint OTHER = Endpoint.parse("[2001:db8::1]:1");

  @Test
  void eachAddressHasARateOfItsOwn() {
    AddressRates rates = new AddressRates(new SaltedHash(7, 8), 2, 3);
    assertTrue(rates.take(ONE, START) && rates.take(SAME, START) && rates.take(ONE, START));
    assertFalse(rates.take(SAME, START));
    assertEquals(SECOND / 2, rates.waitNanos(ONE, START));
    assertTrue(rates.take(OTHER, START));
    assertFalse(rates.take(ONE, START + SECOND / 2 - 1));
    assertTrue(rates.take(ONE, START + SECOND / 2));
    assertFalse(rates.take(ONE, START + SECOND / 2));
    long later = START + 100 * SECOND;
    assertTrue(rates.take(ONE, later) && rates.take(ONE, later) && rates.take(ONE, later));
    assertFalse(rates.take(ONE, later));
  }

  @Test
  void timesBelowZeroAreTimesToo() {
    AddressRates rates = new AddressRates(new SaltedHash(7, 8), 2, 1);
    assertTrue(rates.take(ONE, -100 * SECOND));
    assertFalse(rates.take(ONE, -100 * SECOND));
  }

  @Test
  void whatIsChargedIsOwedUpToTenBursts() {
    AddressRates rates = AddressRates.perMinute(new SaltedHash(7, 8), 6);
    rates.charge(ONE, 12, START);
    assertEquals(70 * SECOND, rates.waitNanos(ONE, START));
    assertEquals(0, rates.waitNanos(OTHER, START));
    rates.charge(ONE, Long.MAX_VALUE / 2, START);
    assertEquals(550 * SECOND, rates.waitNanos(ONE, START));
    assertTrue(rates.take(ONE, START + 550 * SECOND));
  }

  @Test
  void aSmallTableHoldsTheRateOfEachAddressThatIsAlone() {
    AddressRates rates = AddressRates.perMinute(new SaltedHash(7, 8), 2, 64);
    assertTrue(rates.take(ONE, START));
    assertTrue(rates.take(ONE, START));
    assertFalse(rates.take(ONE, START));
    assertTrue(rates.take(OTHER, START));
    assertThrows(
        IllegalArgumentException.class, () -> AddressRates.perMinute(new SaltedHash(7, 8), 2, 96));
  }

  /** A rate that does not divide a second is exact over many of them all the same. */
  @Test
  void agreesWithABucketOfItsOwn() {
    AddressRates rates = new AddressRates(new SaltedHash(7, 8), 7, 20);
    TokenBucket bucket = new TokenBucket(7, 20, START);
    SplittableRandom random = new SplittableRandom(11);
    int granted = 0;
    long now = START;
    for (int i = 0; i < 2000; i++) {
      now += random.nextLong(SECOND / 6);
      // A bucket keeps parts of a nanosecond, a table does not: they may differ by one each.
      long wait = bucket.nanosUntil(1, now);
      assertEquals(wait, rates.waitNanos(ONE, now), 2000);
      boolean there = wait == 0;
      if (there && rates.take(ONE, now)) {
        bucket.take(1, now);
        granted++;
      }
    }
    assertEquals(7.0, granted * (double) SECOND / (now - START), 0.2);
  }
}
