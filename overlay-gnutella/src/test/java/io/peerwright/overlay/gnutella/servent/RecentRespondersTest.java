package io.peerwright.overlay.gnutella.servent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import org.junit.jupiter.api.Test;

/** Where the last responders are, of both kinds of addresses. */
class RecentRespondersTest {

  private static Guid guid(int number) {
    return new Guid(number, -number);
  }

  private static Endpoint ipv4(int number) {
    return Endpoint.ofIpv4(0xc000_0200 | number, 40_000 + number);
  }

  @Test
  void theLastOnesAreFoundAndTheOldestGiveWay() {
    RecentResponders all = new RecentResponders();
    for (int i = 1; i <= RecentResponders.MOST + 3; i++) {
      all.put(guid(i), ipv4(i));
      assertEquals(ipv4(i), all.get(guid(i)));
    }
    for (int i = 1; i <= 3; i++) {
      assertNull(all.get(guid(i)));
    }
    for (int i = 4; i <= RecentResponders.MOST + 3; i++) {
      assertEquals(ipv4(i), all.get(guid(i)));
    }
  }

  @Test
  void onesWithIpv6StandBesideThoseThatAreThere() {
    RecentResponders all = new RecentResponders();
    Endpoint six = Endpoint.parse("[2001:db8::7]:6346");
    Endpoint scoped = new Endpoint(0xfe80L << 48, 9, 6346, 3);
    for (int i = 1; i <= 9; i++) {
      all.put(guid(i), ipv4(i));
    }
    all.put(guid(10), six);
    all.put(guid(2), scoped);
    all.put(guid(11), ipv4(11));
    assertEquals(six, all.get(guid(10)));
    assertEquals(scoped, all.get(guid(2)));
    for (int i : new int[] {1, 3, 4, 5, 6, 7, 8, 9, 11}) {
      assertEquals(ipv4(i), all.get(guid(i)));
    }
  }
}
