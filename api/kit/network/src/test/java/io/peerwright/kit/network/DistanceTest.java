package io.peerwright.kit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DistanceTest {

  @Test
  void normalDrawsHaveTheirTails() {
    assertEquals(0, Distance.normal(0x8000_0000_0000_0000L), 1e-9);
    assertEquals(1, Distance.normal((long) ((0.841344746 - 1) * 0x1p64)), 1e-4);
    assertTrue(Distance.normal(0) < -3.7);
    assertTrue(Distance.normal(-1) > 3.7);
  }
}
