package io.peerwright.overlay.bittorrent.pex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PexHistoryTest {

  private final PexHistory news = new PexHistory();

  private static Endpoint peer(int number) {
    return Endpoint.parse("10.0." + number / 250 + "." + number % 250 + ":6881");
  }

  private static Map<Endpoint, Integer> here(int... numbers) {
    Map<Endpoint, Integer> all = new LinkedHashMap<>();
    for (int each : numbers) {
      all.put(peer(each), each);
    }
    return all;
  }

  private PexHistory.News since(PexHistory.News before) {
    return news.since(before.comings(), before.goings(), 50, each -> true);
  }

  private PexHistory.News first() {
    return news.since(0, 0, 50, each -> true);
  }

  @Test
  void eachIsToldOnceAndWhoHasGoneOfThoseThatWereTold() {
    news.notice(here(1, 2));
    PexHistory.News one = first();
    assertEquals(here(1, 2), one.added());
    assertTrue(since(one).isEmpty());
    news.notice(here(2, 3));
    PexHistory.News two = since(one);
    assertEquals(here(3), two.added());
    assertEquals(List.of(peer(1)), two.dropped());
    assertTrue(since(two).isEmpty());
    // Who comes later hears nothing of those who were gone before.
    assertEquals(here(2, 3), first().added());
    assertTrue(first().dropped().isEmpty());
  }

  @Test
  void whoGoesAndComesBackIsNew() {
    news.notice(here(1, 2));
    PexHistory.News one = first();
    news.notice(here(2));
    news.notice(here(1, 2));
    PexHistory.News two = since(one);
    assertEquals(here(1), two.added());
    assertTrue(two.dropped().isEmpty());
  }

  @Test
  void whoIsNotToldOfCostsNobodyElseHisPlace() {
    news.notice(here(1, 2, 3));
    PexHistory.News one = news.since(0, 0, 2, each -> !each.equals(peer(1)));
    assertEquals(here(2, 3), one.added());
  }

  /** Whoever adds and drops what it is told of ends with those who are there. */
  @Test
  void whatIsToldInPortionsAddsUp() {
    Random random = new Random(5);
    PexHistory.News told = new PexHistory.News(Map.of(), List.of(), 0, 0);
    Set<Endpoint> believed = new LinkedHashSet<>();
    Set<Integer> now = new LinkedHashSet<>();
    for (int round = 0; round < 400; round++) {
      if (round < 300) {
        for (int i = 0; i < 6; i++) {
          int number = random.nextInt(120);
          if (!now.remove(number)) {
            now.add(number);
          }
        }
      }
      List<Integer> list = new ArrayList<>(now);
      news.notice(here(list.stream().mapToInt(Integer::intValue).toArray()));
      told = news.since(told.comings(), told.goings(), 10, each -> true);
      assertTrue(told.added().size() <= 10 && told.dropped().size() <= 10);
      believed.removeAll(told.dropped());
      believed.addAll(told.added().keySet());
    }
    assertEquals(here(now.stream().mapToInt(Integer::intValue).toArray()).keySet(), believed);
  }
}
