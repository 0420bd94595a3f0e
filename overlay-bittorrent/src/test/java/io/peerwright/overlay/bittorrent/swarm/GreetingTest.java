package io.peerwright.overlay.bittorrent.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class GreetingTest {

  private static final InfoHash HASH = InfoHash.parse("aa".repeat(20));

  /** The example of BEP 6, as a set: 80.4.4.200, 1313 pieces, and seven or nine of them. */
  @Test
  void allowedFastIsWhatTheSpecificationShows() {
    BitSet expected = new BitSet();
    for (int piece : new int[] {1059, 431, 808, 1217, 287, 376, 1188, 353, 508}) {
      expected.set(piece);
    }
    BitSet allowed = Greeting.allowedFast(HASH, 0x500404c8, 1313);
    allowed.and(expected);
    assertEquals(expected, allowed);
  }

  @Test
  void smallTorrentsAreAllowedWhole() {
    assertEquals(3, Greeting.allowedFast(HASH, 0x500404c8, 3).cardinality());
  }
}
