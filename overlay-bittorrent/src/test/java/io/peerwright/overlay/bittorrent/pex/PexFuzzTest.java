package io.peerwright.overlay.bittorrent.pex;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.wire.WireException;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;

/** What peers tell of peers. */
class PexFuzzTest extends FuzzContract {

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "pex",
            PexFuzzTest::read,
            "d5:added12:abcdefghijkl7:added.f2:xx7:dropped6:abcdefe",
            "d6:added618:aaaaaaaaaaaaaaaaaa8:added6.f1:x8:dropped60:e",
            "d5:added7:abcdefge"));
  }

  private static void read(byte[] input) {
    try {
      List<?> added = PeerExchange.added(ByteBuffer.wrap(input));
      assertTrue(added.size() <= 100, () -> added.size() + " peers");
    } catch (WireException refused) {
      // Says what is wrong.
    }
  }
}
