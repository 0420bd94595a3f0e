package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The tables of the index agree after each step. Nothing else is asserted here: what fails this was
 * found by the invariants.
 */
class IndexInvariantsTest {

  private static final int STEPS = 4_000;
  private static final int OWNERS = 8;

  @Test
  void tablesAgreeAfterEachStep() {
    MemoryIndex index = new MemoryIndex(0, true, 5);
    Random random = new Random(2);
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < OWNERS; i++) {
      owners.add(index.open());
    }
    for (int step = 0; step < STEPS; step++) {
      int which = random.nextInt(OWNERS);
      String name = "rain " + random.nextInt(40) + " song";
      switch (random.nextInt(8)) {
        case 0 -> index.unshare(owners.get(which), name);
        case 1 -> index.sweep(50);
        case 2 -> {
          if (random.nextInt(10) == 0) {
            index.drop(owners.get(which));
            owners.set(which, index.open());
          }
        }
        default ->
            index.share(owners.get(which), IndexedFile.of(name, "", 100 + step, 128, 44100, 60), 0);
      }
      assertTrue(index.checkInvariants());
    }
  }
}
