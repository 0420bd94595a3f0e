package io.peerwright.overlay.bittorrent.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import org.junit.jupiter.api.Test;

class PeerCandidatesTest {

  private final PeerCandidates candidates = new PeerCandidates();

  private Contact add(int port) {
    Endpoint endpoint = Endpoint.parse("10.0.0.1:" + port);
    candidates.add(endpoint);
    return candidates.get(endpoint);
  }

  @Test
  void whoHasFailedOrIsOfNoUsePromisesNothing() {
    add(1);
    candidates.failed(add(2), 0);
    add(3).seed = true;
    assertEquals(3, candidates.size());
    assertEquals(2, candidates.promising(false));
    assertEquals(1, candidates.promising(true));
  }

  @Test
  void twoThousandAreKnownAndWhoHasFailedMakesRoom() {
    for (int port = 1; port <= 2000; port++) {
      add(port);
    }
    assertNull(add(2001), "nobody is forgotten for somebody unknown");
    candidates.failed(candidates.get(Endpoint.parse("10.0.0.1:7")), 0);
    assertNotNull(add(2001));
    assertNull(candidates.get(Endpoint.parse("10.0.0.1:7")));
    assertEquals(2000, candidates.size());
  }

  @Test
  void whoFailsSevenTimesIsForgotten() {
    Contact contact = add(1);
    for (int i = 0; i < 6; i++) {
      candidates.failed(contact, 0);
    }
    assertEquals(1, candidates.size());
    candidates.failed(contact, 0);
    assertEquals(0, candidates.size());
  }

  @Test
  void tenThousandStayBanned() {
    for (int i = 0; i < 10_001; i++) {
      candidates.ban(Endpoint.parse("10.1." + i / 250 + "." + i % 250 + ":1"));
    }
    assertFalse(candidates.isBanned(Endpoint.parse("10.1.0.0:2")), "the first one is forgotten");
    assertTrue(candidates.isBanned(Endpoint.parse("10.1.0.1:2")));
    assertTrue(candidates.isBanned(Endpoint.parse("10.1.40.0:2")));
  }
}
