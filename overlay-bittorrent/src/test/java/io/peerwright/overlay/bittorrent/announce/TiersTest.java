package io.peerwright.overlay.bittorrent.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TiersTest {

  @Test
  void eachOrderOfATierIsAsLikelyAsAnyOther() {
    Random random = new Random(12);
    Map<List<String>, Integer> orders = new HashMap<>();
    for (int i = 0; i < 6000; i++) {
      Tiers<String> tiers = new Tiers<>(List.of(List.of("a", "b", "c"), List.of("d")), random);
      orders.merge(tiers.order(), 1, Integer::sum);
    }
    assertEquals(6, orders.size());
    orders.forEach(
        (order, count) -> {
          assertEquals("d", order.get(3));
          assertTrue(count > 850 && count < 1150, order + " " + count);
        });
  }

  /** The examples of BEP 12. */
  @Test
  void whoAnswersGoesToTheFrontOfItsTier() {
    Tiers<String> tiers =
        new Tiers<>(List.of(List.of("a", "b", "c"), List.of("d", "e")), new Random(1));
    List<String> first = tiers.order();
    tiers.promote(first.get(1));
    assertEquals(List.of(first.get(1), first.get(0), first.get(2)), tiers.order().subList(0, 3));
    tiers.promote(first.get(2));
    assertEquals(List.of(first.get(2), first.get(1), first.get(0)), tiers.order().subList(0, 3));
    tiers.promote(first.get(4));
    assertEquals(List.of(first.get(4), first.get(3)), tiers.order().subList(3, 5));
    tiers.promote("nobody");
    assertEquals(5, tiers.order().size());
  }
}
