package io.peerwright.overlay.bittorrent.requests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeptBlocksTest {

  private final KeptBlocks kept = new KeptBlocks();

  private void keep(int blocks) {
    for (int i = 0; i < blocks; i++) {
      kept.add(7, i);
    }
  }

  @Test
  void aBlockMayBePassedOverAsOftenAsBlocksHaveWaitedNotAsOftenAsTheyWaitNow() {
    for (int waiting = 1; waiting <= 250; waiting++) {
      kept.onAsked(waiting);
    }
    kept.onAsked(20);
    assertFalse(kept.isKept(250));
    assertTrue(kept.isKept(251));
    kept.onAsked(1);
    assertFalse(kept.isKept(16));
    assertTrue(kept.isKept(17));
  }

  @Test
  void aHundredAreBorneEvenOneOfThemAgainAndAgain() {
    keep(50);
    keep(50);
    assertFalse(kept.isTooMany());
    kept.add(7, 0);
    assertTrue(kept.isTooMany());
  }

  @Test
  void whatComesAfterAllIsForgiven() {
    keep(101);
    kept.onLate(7, 200);
    kept.onLate(6, 3);
    assertTrue(kept.isTooMany());
    kept.onLate(7, 3);
    assertFalse(kept.isTooMany());
  }

  @Test
  void oneIsForgivenWithEverySixteenMebibytes() {
    keep(102);
    kept.onReceived(0, (16 << 20) - 1);
    kept.onReceived((16 << 20) - 1, 16 << 20);
    assertTrue(kept.isTooMany());
    kept.onReceived((32 << 20) - 16384, 32 << 20);
    assertFalse(kept.isTooMany());
  }
}
