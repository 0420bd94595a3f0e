package io.peerwright.overlay.bittorrent.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.peerwright.api.net.Endpoint;
import org.junit.jupiter.api.Test;

class CanonicalPriorityTest {

  private static long of(String one, String other) {
    return CanonicalPriority.of(Endpoint.parse(one), Endpoint.parse(other));
  }

  /** The examples of the specification. */
  @Test
  void isWhatTheSpecificationShows() {
    assertEquals(0xec2d7224L, of("123.213.32.10:1", "98.76.54.32:2"));
    assertEquals(0x99568189L, of("123.213.32.10:1", "123.213.32.234:2"));
  }

  @Test
  void bothSidesComeToTheSame() {
    assertEquals(of("10.1.2.3:1", "10.9.8.7:2"), of("10.9.8.7:2", "10.1.2.3:1"));
    assertEquals(
        of("[2001:db8::1]:1", "[2001:db9::2]:2"), of("[2001:db9::2]:2", "[2001:db8::1]:1"));
    assertNotEquals(of("10.1.2.3:1", "10.1.2.3:2"), of("10.1.2.3:1", "10.1.2.3:3"));
  }
}
