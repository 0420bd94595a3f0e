package io.peerwright.kit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import org.junit.jupiter.api.Test;

/** Endpoints that many keep. */
class RecentEndpointsTest {

  private static Endpoint at(int number) {
    return Endpoint.ofIpv4(0x0a00_0000 | number, 6346);
  }

  @Test
  void equalOnesAreOneObject() {
    Endpoint first = at(77);
    assertSame(RecentEndpoints.same(first), RecentEndpoints.same(at(77)));
    assertEquals(at(78), RecentEndpoints.same(at(78)));
  }

  @Test
  void theLastOneHasThePlaceAndNoneIsTakenForAnother() {
    RecentEndpoints table = new RecentEndpoints(2);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 50; i++) {
        Endpoint each = at(i);
        assertEquals(at(i), table.find(each));
        assertSame(each, table.find(at(i)));
      }
    }
    assertNotSame(table.find(at(0)), at(0));
  }

  @Test
  void itDoublesWhenMoreAreDisplacedThanItHolds() {
    RecentEndpoints table = new RecentEndpoints(64);
    for (int i = 0; i < 64; i++) {
      table.find(at(i));
    }
    assertFalse(table.isCrowded());
    for (int i = 0; i < 256; i++) {
      table.find(at(i));
    }
    assertTrue(table.isCrowded());
    Endpoint last = table.find(at(255));
    RecentEndpoints larger = table.doubled();
    assertSame(last, larger.find(at(255)));
    assertFalse(larger.isCrowded());
  }
}
