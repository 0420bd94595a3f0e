package io.peerwright.overlay.hybrid.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.util.List;

/** What comes first on a data port, and the names in it. */
class TransferRequestFuzzTest extends FuzzContract {

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "napster-transfer-request",
            TransferRequestFuzzTest::read,
            "GETbob \"c:\\music\\copper rain.mp3\" 1000",
            "GET bob  \"a\" 0x",
            "SENDalice \"x\" 18 ",
            "SEND"));
  }

  private static void read(byte[] input) {
    try {
      TransferRequest request = TransferRequest.parse(input, input.length);
      if (request != null) {
        assertTrue(request.number() >= 0, request::toString);
        assertTrue(!request.nick().isEmpty() && !request.file().isEmpty(), request::toString);
        WireNames.readable(request.file());
      }
    } catch (TransferRequest.BadRequest refused) {
      // Says what is wrong.
    }
  }
}
