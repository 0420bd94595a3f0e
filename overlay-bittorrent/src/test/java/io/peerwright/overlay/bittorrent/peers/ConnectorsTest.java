package io.peerwright.overlay.bittorrent.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectorsTest {

  private static final Endpoint SELF = Endpoint.parse("192.0.2.1:6881");

  /** Of each number of failures three peers, all of other networks. */
  private final List<Candidate> candidates = new ArrayList<>();

  ConnectorsTest() {
    for (int i = 0; i < 12; i++) {
      candidates.add(new Candidate(Endpoint.ofIpv4(0x0b000000 + 0x0101_0101 * i, 6881), i % 4));
    }
  }

  private List<Candidate> select(ConnectionSelector selector, int room) {
    return selector.select(candidates, room, SELF, new Random(1));
  }

  @Test
  void whoFailedLeastComesFirstThenWhoHasTheHigherPriority() {
    List<Candidate> chosen = select(Connectors.CANONICAL, 8);
    assertEquals(8, chosen.size());
    for (int i = 1; i < chosen.size(); i++) {
      Candidate one = chosen.get(i - 1);
      Candidate next = chosen.get(i);
      boolean more =
          CanonicalPriority.of(SELF, one.endpoint()) > CanonicalPriority.of(SELF, next.endpoint());
      assertTrue(one.failures() < next.failures() || one.failures() == next.failures() && more);
    }
  }

  @Test
  void withoutAnAddressOfOursOnlyFailuresCount() {
    List<Candidate> chosen = Connectors.CANONICAL.select(candidates, 4, null, new Random(1));
    assertEquals(
        List.of(candidates.get(0), candidates.get(4), candidates.get(8), candidates.get(1)),
        chosen);
  }

  @Test
  void chanceMindsFailuresToo() {
    List<Integer> failures =
        select(Connectors.RANDOM, 7).stream().map(Candidate::failures).toList();
    assertEquals(List.of(0, 0, 0, 1, 1, 1, 2), failures);
  }
}
