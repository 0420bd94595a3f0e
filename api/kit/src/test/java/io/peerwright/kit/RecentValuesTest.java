package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.RecentValues.Table;
import org.junit.jupiter.api.Test;

/** Values that many keep. */
class RecentValuesTest {

  private static Endpoint at(int number) {
    return Endpoint.ofIpv4(0x0a00_0000 | number, 6346);
  }

  @Test
  void equalOnesAreOneObject() {
    RecentValues<Endpoint> values = new RecentValues<>();
    Endpoint first = at(77);
    assertSame(first, values.same(first));
    assertSame(first, values.same(at(77)));
    assertEquals(at(78), values.same(at(78)));
  }

  @Test
  void theLastOneHasThePlaceAndNoneIsTakenForAnother() {
    Table table = new Table(2);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 50; i++) {
        Endpoint each = at(i);
        assertEquals(at(i), table.find(each));
      }
    }
    Object last = table.find(at(7));
    assertSame(last, table.find(at(7)));
    assertNotSame(last, at(7));
  }

  @Test
  void itDoublesWhenMoreAreDisplacedThanItHolds() {
    Table table = new Table(64);
    for (int i = 0; i < 64; i++) {
      table.find(at(i));
    }
    assertFalse(table.isCrowded());
    for (int i = 0; i < 256; i++) {
      table.find(at(i));
    }
    assertTrue(table.isCrowded());
    Object last = table.find(at(255));
    Table larger = table.doubled();
    assertSame(last, larger.find(at(255)));
    assertFalse(larger.isCrowded());
  }
}
