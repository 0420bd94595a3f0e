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
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);
  private static final GnutellaConfig LEAF = GnutellaConfig.DEFAULT.withRole(Tier.LEAF);

  @Test
  void tablesAgreeWhileServentsComeSearchAndGo() {
    try (Town town = new Town(81).add(3, i -> ULTRAPEER).add(5, i -> LEAF)) {
      town.shareContent(3, "copper rain.ogg", 5_000);
      town.shareContent(4, "silver snow.ogg", 5_000);
      town.pass(70);
      town.search(5, "copper rain", 20);
      town.search(0, "silver snow", 20);
      town.servents.get(4).leave();
      town.servents.get(2).leave();
      town.pass(120);
      town.servents.get(2).join();
      town.pass(70);
      town.servents.get(7).leave();
      town.pass(10);
    }
  }
}
