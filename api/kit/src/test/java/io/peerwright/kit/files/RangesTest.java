package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {

  private static final int SIZE = 60;

  private static Ranges of(BitSet model) {
    Ranges ranges = new Ranges();
    for (int from = model.nextSetBit(0); from >= 0; ) {
      int to = model.nextClearBit(from);
      ranges.add(from, to);
      from = model.nextSetBit(to);
    }
    return ranges;
  }

  @Test
  void agreeWithAPlainModel() {
    Random random = new Random(17);
    for (int round = 0; round < 2_000; round++) {
      Ranges ranges = new Ranges();
      BitSet model = new BitSet();
      for (int step = 0; step < 12; step++) {
        int one = random.nextInt(SIZE);
        int other = random.nextInt(SIZE);
        if (random.nextInt(8) == 0) {
          ranges.cut(one);
          model.clear(one, SIZE);
        } else {
          ranges.add(Math.min(one, other), Math.max(one, other));
          model.set(Math.min(one, other), Math.max(one, other));
        }
        assertEquals(model.cardinality(), ranges.total());
        assertEquals(model.length(), ranges.end());
        assertEquals(Math.max(one, model.nextClearBit(one)), ranges.endOf(one));
        assertEquals(of(model).toString(), ranges.toString());
        assertEquals(of(model.get(0, one)).toString(), ranges.below(one).toString());
        assertEquals(ranges.toString(), Ranges.parse(ranges.toString(), SIZE).toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5-", "-5", "5-5", "7-5", "1-2-3", "1-61", "a-b", "-1-5", "1-2,3-4"})
  void damagedOnesAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Ranges.parse(text, SIZE));
  }
}
