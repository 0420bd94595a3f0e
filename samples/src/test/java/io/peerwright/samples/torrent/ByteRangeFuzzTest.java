package io.peerwright.samples.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.http.ByteRange;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.util.List;

class ByteRangeFuzzTest extends FuzzContract {

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "byte-range",
            ByteRangeFuzzTest::read,
            "bytes=0-99",
            "bytes=500-",
            "bytes=-10",
            "BYTES= 5-6,7-8",
            "bytes=999999999999999999-"));
  }

  private static void read(byte[] input) {
    for (long size : new long[] {0, 1, 1000, Long.MAX_VALUE}) {
      ByteRange.of(new String(input, ISO_8859_1), size)
          .ifPresent(
              range ->
                  assertTrue(
                      range.first() >= 0
                          && range.length() >= 0
                          && range.first() <= size - range.length(),
                      range::toString));
    }
  }
}
