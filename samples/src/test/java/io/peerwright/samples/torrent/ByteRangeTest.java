package io.peerwright.samples.torrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.kit.http.ByteRange;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRangeTest {

  @Test
  void readsTheThreeForms() {
    assertEquals(part(0, 10), ByteRange.of("bytes=0-9", 100));
    assertEquals(part(90, 10), ByteRange.of("bytes=90-", 100));
    assertEquals(part(95, 5), ByteRange.of("bytes=-5", 100));
    assertEquals(part(0, 100), ByteRange.of("bytes=-500", 100));
    assertEquals(part(99, 1), ByteRange.of("Bytes=99-999999999999999999", 100));
    assertEquals("bytes 95-99/100", ByteRange.of("bytes=-5", 100).orElseThrow().of(100));
  }

  @Test
  void refusesWhatLiesBehindTheEnd() {
    assertEquals(Optional.empty(), ByteRange.of("bytes=100-", 100));
    assertEquals(Optional.empty(), ByteRange.of("bytes=-0", 100));
    assertEquals(Optional.empty(), ByteRange.of("bytes=0-", 0));
    assertEquals(Optional.empty(), ByteRange.of("bytes=-1", 0));
  }

  @Test
  void sendsTheWholeForWhatItDoesNotUnderstand() {
    for (String header :
        new String[] {
          null,
          "",
          "bytes=-",
          "bytes=5-4",
          "bytes=1-2,4-5",
          "lines=1-2",
          "bytes=9999999999999999999-"
        }) {
      assertEquals(Optional.of(ByteRange.whole(100)), ByteRange.of(header, 100));
    }
  }

  @Test
  void neverLeavesTheFile() {
    Random random = new Random(3);
    String alphabet = "0123456789-,=bytes ";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder("bytes=");
      for (int left = random.nextInt(12); left > 0; left--) {
        header.append(alphabet.charAt(random.nextInt(random.nextBoolean() ? 11 : 19)));
      }
      long size = random.nextInt(3) * 50L;
      ByteRange range = ByteRange.of(header.toString(), size).orElse(ByteRange.whole(size));
      assertEquals(
          true,
          range.first() >= 0 && range.length() >= 0 && range.first() + range.length() <= size,
          header::toString);
    }
  }

  private static Optional<ByteRange> part(long first, long length) {
    return Optional.of(new ByteRange(first, length, true));
  }
}
