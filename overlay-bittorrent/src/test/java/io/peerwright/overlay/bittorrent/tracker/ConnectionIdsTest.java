package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {

  private static final Endpoint HERE = Endpoint.parse("192.0.2.1:6881");
  private static final Endpoint THERE = Endpoint.parse("192.0.2.2:6881");

  private final ConnectionIds ids = new ConnectionIds(secret());

  private static byte[] secret() {
    byte[] secret = new byte[ConnectionIds.SECRET_BYTES];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    return secret;
  }

  /** As OpenSSL computes it for the bytes 0 to 23. */
  @Test
  void isSipHash() {
    long hash = ids.sipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x1716151413121110L);
    assertEquals(0xb8ad50c6f649af94L, hash);
  }

  @Test
  void livesTwoMinutesForItsAddress() {
    for (int made : new int[] {120, 121, 255, 256, 100_000, 1 << 30}) {
      long id = ids.make(HERE, made);
      for (int age = 0; age <= 120; age++) {
        assertTrue(ids.isValid(id, HERE, made + age));
      }
      assertTrue(ids.isValid(id, HERE.withPort(7), made));
      assertFalse(ids.isValid(id, THERE, made));
      for (int age = 121; age < 1000; age++) {
        assertFalse(ids.isValid(id, HERE, made + age), "age " + age);
      }
      assertFalse(ids.isValid(id, HERE, made - 1));
    }
  }

  @Test
  void cannotBeMadeUp() {
    Random random = new Random(3);
    long good = ids.make(HERE, 500);
    for (int bit = 0; bit < 64; bit++) {
      assertFalse(ids.isValid(good ^ 1L << bit, HERE, 500));
    }
    for (int i = 0; i < 1_000_000; i++) {
      assertFalse(ids.isValid(random.nextLong(), HERE, 500));
    }
    byte[] other = secret();
    other[15]++;
    assertNotEquals(good, new ConnectionIds(other).make(HERE, 500));
  }
}
