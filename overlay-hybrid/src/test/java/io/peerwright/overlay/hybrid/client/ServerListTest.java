package io.peerwright.overlay.hybrid.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerListTest {

  private static final Endpoint OUTSIDE = Endpoint.parse("192.0.2.1:8888");

  private final ServerList list =
      new ServerList(List.of("meta:m.example:8875", "b.example:1"), AddressPolicy.LOCAL_SOURCES);

  @Test
  void takesTheConfiguredOnesInTurn() {
    assertTrue(list.isMeta());
    assertEquals("m.example:8875", list.address());
    list.next(false);
    assertFalse(list.isMeta());
    assertEquals("b.example:1", list.address());
    list.next(false);
    assertEquals("m.example:8875", list.address());
  }

  @Test
  void followsAFewTimesInARow() {
    for (int i = 0; i < 5; i++) {
      assertTrue(list.follow("c.example:" + (i + 1), OUTSIDE));
    }
    assertFalse(list.follow("c.example:9", OUTSIDE));
    assertEquals("c.example:5", list.address());
    list.next(true);
    assertEquals("m.example:8875", list.address(), "the one that led there is asked again");
    assertTrue(list.follow("c.example:9", OUTSIDE));
    list.next(false);
    assertEquals("b.example:1", list.address());
  }

  @Test
  void onlyGoodAddressesAreFollowed() {
    for (String bad :
        List.of("", "a", "a:", ":1", "a b:1", "a:123456", "meta:", "127.0.0.1:0", "\u00e4:1")) {
      assertFalse(list.follow(bad, OUTSIDE), bad);
    }
    assertTrue(list.follow("[2001:db8::1]:8888", OUTSIDE));
  }

  @Test
  void nobodyOutsideSendsUsToAnAddressInside() {
    Endpoint inside = Endpoint.parse("192.168.1.1:80");
    assertTrue(list.permits(inside), "the configuration may");
    list.follow("c.example:80", OUTSIDE);
    assertFalse(list.permits(inside));
    assertTrue(list.permits(Endpoint.parse("198.51.100.7:80")));
  }
}
