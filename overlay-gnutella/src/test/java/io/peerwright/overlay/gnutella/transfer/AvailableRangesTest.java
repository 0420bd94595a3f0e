package io.peerwright.overlay.gnutella.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.http.HttpFields;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parts of a file as servents tell them. */
class AvailableRangesTest {

  private static final long SIZE = 1_000_000;

  private static String read(String told) {
    return AvailableRanges.of(HttpFields.NONE.with("X-Available-Ranges", told), SIZE).toString();
  }

  @Test
  void endsAreIncluded() {
    assertEquals("0-285750 425926-488272", read("bytes 0-285749,425926-488271"));
    assertEquals("0-1000000", read("bytes 0-999999"));
  }

  /** As LimeWire, Shareaza and old servents write them. */
  @Test
  void formsOfOthersAreRead() {
    assertEquals("50000-400001 500000-600001", read("ByTes 50000-400000, 500000-600000"));
    assertEquals("50000-400001", read("bytes=50000-400000"));
    assertEquals("0-1000000", read("bytes 0-1000000"), "an end that is not included");
    assertEquals("10000-30001", read("bytes 10000-20000,20001-30000"));
  }

  @Test
  void whoSaysNothingHasAll() {
    assertNull(AvailableRanges.of(HttpFields.NONE, SIZE));
    assertEquals("", read("bytes "));
    assertEquals("", read("bytes 0-0"));
  }

  @Test
  void whatCannotBeIsPassedOver() {
    assertEquals("5000-20001", read("bytes 7-3,x-y,-,5000-20000,99999999999999999999-5,1-2"));
    assertEquals("", read("bytes 2000000-3000000"));
    assertEquals("999990-1000000", read("bytes 999990-999999"), "the end of a file is short");
    StringBuilder many = new StringBuilder("bytes 0-5000");
    for (int i = 1; i < 1_000; i++) {
      many.append(',').append(i * 10_000).append('-').append(i * 10_000 + 5_000);
    }
    assertTrue(read(many.toString()).split(" ").length <= 100);
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder any = new StringBuilder("bytes ");
      for (int k = random.nextInt(30); k > 0; k--) {
        any.append("0123456789-, =x".charAt(random.nextInt(15)));
      }
      Ranges ranges =
          AvailableRanges.of(HttpFields.NONE.with("X-Available-Ranges", any.toString()), SIZE);
      assertTrue(ranges.total() <= SIZE && ranges.endOf(SIZE) == SIZE);
    }
  }

  @Test
  void theLongestAreToldInTheirOrder() {
    Ranges ranges = new Ranges();
    assertNull(AvailableRanges.field(all(), SIZE).first("X-Available-Ranges"));
    assertEquals("bytes", AvailableRanges.field(ranges, SIZE).first("X-Available-Ranges"));
    for (int i = 0; i < 50; i++) {
      ranges.add(i * 10_000L, i * 10_000L + 100 + i);
    }
    String told = AvailableRanges.field(ranges, SIZE).first("X-Available-Ranges");
    assertTrue(told.startsWith("bytes 100000-100109,110000-"), told);
    assertEquals(AvailableRanges.MOST_TOLD, told.split(",").length);
  }

  private static Ranges all() {
    Ranges all = new Ranges();
    all.add(0, SIZE);
    return all;
  }
}
