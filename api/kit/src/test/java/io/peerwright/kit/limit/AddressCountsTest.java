package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressCountsTest {

  /** Random steps against a plain map, with many neighbours in the table. */
  @Test
  void agreesWithAPlainModel() {
    AddressCounts counts = new AddressCounts(new SaltedHash(5, 6));
    Map<Long, Integer> model = new HashMap<>();
    Random random = new Random(61);
    for (int step = 0; step < 300_000; step++) {
      long address = random.nextInt(step < 150_000 ? 5000 : 50);
      int known = model.getOrDefault(address, 0);
      assertEquals(known, counts.count(address));
      if (known > 0 && random.nextInt(3) > 0) {
        counts.remove(address);
        model.put(address, known - 1);
      } else {
        counts.add(address);
        model.put(address, known + 1);
      }
    }
    model.forEach((address, count) -> assertEquals(count, counts.count(address)));
  }
}
