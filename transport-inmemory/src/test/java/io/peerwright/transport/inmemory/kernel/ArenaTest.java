package io.peerwright.transport.inmemory.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaTest {

  private static final int MOST = 65_535;

  private final Arena arena = new Arena();
  private final Random random = new Random(3);

  private record Taken(int block, byte[] content) {}

  private Taken take(int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    int block = arena.take(length);
    arena.fill(block, ByteBuffer.wrap(content), length);
    return new Taken(block, content);
  }

  private void assertWhole(Taken taken) {
    assertEquals(taken.content.length, arena.length(taken.block));
    assertEquals(
        ByteBuffer.wrap(taken.content), arena.view(taken.block, taken.content.length).slice());
  }

  @Test
  void blocksOfAllSizesKeepTheirBytesWhateverIsTakenAndGivenBeside() {
    List<Taken> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (all.size() > 40 && random.nextBoolean()) {
        Taken gone = all.remove(random.nextInt(all.size()));
        assertWhole(gone);
        arena.give(gone.block);
      } else {
        // As many small as large ones, and the lengths around each limit.
        int length = (1 << random.nextInt(17)) + random.nextInt(64) - 32;
        all.add(take(Math.max(0, Math.min(MOST, random.nextBoolean() ? length : length * 5 / 4))));
      }
    }
    all.forEach(this::assertWhole);
    assertEquals(all.size(), arena.blocks());
  }

  @Test
  void aFreeBlockIsTheNextOfItsSize() {
    for (int length = 0; length <= MOST; length += 61) {
      int block = arena.take(length);
      arena.give(block);
      assertEquals(block, arena.take(length), () -> "a block is not used again");
      arena.give(block);
    }
  }

  @Test
  void aBlockOfSixteenKibibytesAndItsHeadTakesAQuarterMoreAndNotTwiceAsMuch() {
    int length = (1 << 14) + 13;
    int first = arena.take(length);
    int second = arena.take(length);
    assertEquals(5 << 12, 32 * (second - first));
  }
}
