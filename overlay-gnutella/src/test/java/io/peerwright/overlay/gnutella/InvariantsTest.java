package io.peerwright.overlay.gnutella;

import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import org.junit.jupiter.api.Test;

/**
 * The tables of servents agree while neighbours come, search and go. Nothing else is asserted here:
 * what fails this was found by the invariants, which are looked at when a link is gone and from
 * time to time.
 */
class InvariantsTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 20, 3);

  /** More than a servent looks at one by one. */
  private static final int LEAVES = 12;

  private static final GnutellaConfig LEAF = GnutellaConfig.DEFAULT.withRole(Tier.LEAF);

  /** Who leaves right after a search leaves tables behind that have something in them. */
  @Test
  void tablesAgreeWhileServentsComeSearchAndGo() {
    try (SimulatedServents network =
        new SimulatedServents(81).add(3, i -> ULTRAPEER).add(LEAVES, i -> LEAF)) {
      network.shareContent(3, "copper rain.ogg", 5_000);
      network.shareContent(4, "silver snow.ogg", 5_000);
      network.pass(70);
      for (int i = 0; i < 6; i++) {
        network.search(5 + i, "copper rain", 5);
        network.search(1, "silver snow", 5);
        network.servents.get(i).leave();
        network.pass(65);
        network.servents.get(i).join();
        network.pass(10);
      }
    }
  }
}
