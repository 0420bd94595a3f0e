package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressCountsTest {

  /** Random steps against a plain map, with many neighbours in the table. */
  @Test
  void agreesWithAPlainModel() {
    AddressCounts counts = new AddressCounts(new Keyed(5, 6));
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

  @Test
  void ratesAreThoseOfASecondAndAnAddress() {
    AddressRates rates = new AddressRates(new Keyed(7, 8), 3);
    Endpoint one = Endpoint.parse("192.0.2.1:1");
    Endpoint same = Endpoint.parse("192.0.2.1:2");
    Endpoint other = Endpoint.parse("[2001:db8::1]:1");
    assertTrue(rates.take(one, 9) && rates.take(same, 9) && rates.take(one, 9));
    assertFalse(rates.take(same, 9));
    assertTrue(rates.take(other, 9));
    assertTrue(rates.take(one, 10));
  }
}
