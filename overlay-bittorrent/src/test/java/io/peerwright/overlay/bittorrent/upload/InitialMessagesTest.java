package io.peerwright.overlay.bittorrent.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InitialMessagesTest {

  private static final InfoHash HASH = InfoHash.parse("aa".repeat(20));

  /** The example of BEP 6, as a set: 80.4.4.200, 1313 pieces, and seven or nine of them. */
  @Test
  void allowedFastIsWhatTheSpecificationShows() {
    Set<Integer> allowed = InitialMessages.allowedFast(HASH, 0x500404c8, 1313);
    assertTrue(allowed.containsAll(Set.of(1059, 431, 808, 1217, 287, 376, 1188, 353, 508)));
  }

  @Test
  void smallTorrentsAreAllowedWhole() {
    assertEquals(3, InitialMessages.allowedFast(HASH, 0x500404c8, 3).size());
  }
}
