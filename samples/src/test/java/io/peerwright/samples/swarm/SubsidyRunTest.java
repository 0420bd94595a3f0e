package io.peerwright.samples.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SubsidyRunTest {

  @Test
  void anOriginFillsInWhatNarrowUpLinksDoNotGive() throws IOException {
    SubsidyRun.Result alone = SubsidyRun.run(1, 1, false, 1);
    assertEquals(0, alone.originBytes());
    double upLink = (double) SubsidyRun.FILE_BYTES / SubsidyRun.UP_BYTES_PER_SECOND;
    assertEquals(upLink, alone.meanSeconds(), 3);
    SubsidyRun.Result helped = SubsidyRun.run(1, 1, true, 1);
    double wanted = (double) SubsidyRun.FILE_BYTES / SubsidyRun.WANTED_BYTES_PER_SECOND;
    // Five seconds of grace, and the last block.
    assertEquals(wanted + 7, helped.meanSeconds(), 4);
    assertEquals(0.75 * SubsidyRun.FILE_BYTES, helped.originBytes(), 1 << 18);
  }

  @Test
  void anOriginIsLeftAloneWherePeersAreEnough() throws IOException {
    SubsidyRun.Result helped = SubsidyRun.run(8, 1, true, 1);
    assertEquals(0, helped.originBytes());
    assertTrue(helped.meanSeconds() < 60, helped::toString);
  }
}
