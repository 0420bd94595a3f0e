package io.peerwright.overlay.bittorrent.requests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PipelineTest {

  private static final int MOST = 500;
  private static final long MILLI = 1_000_000;

  private final Pipeline pipeline = new Pipeline();

  /** All that waits is served at once, twice a second. */
  @Test
  void asksTwiceAsMuchOfWhoServesByAClock() {
    int before = pipeline.depth(MOST);
    for (int tick = 1; tick <= 8; tick++) {
      pipeline.start();
      for (int block = 0; block < before; block++) {
        pipeline.onBlock(tick * 500 * MILLI);
      }
      int depth = pipeline.depth(MOST);
      assertEquals(Math.min(MOST, 2 * before), depth);
      before = depth;
    }
    assertEquals(MOST, before);
  }

  /** Ten blocks a second, after a long time without any. */
  @Test
  void keepsASecondAndAHalfOfASteadyRateWaiting() {
    pipeline.start();
    for (int block = 0; block < 100; block++) {
      pipeline.onBlock(20_000 * MILLI + block * 100 * MILLI);
    }
    int depth = pipeline.depth(MOST);
    assertTrue(depth >= 14 && depth <= 18, "depth " + depth);
  }
}
