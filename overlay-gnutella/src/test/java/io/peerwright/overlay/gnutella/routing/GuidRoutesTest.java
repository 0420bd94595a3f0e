package io.peerwright.overlay.gnutella.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.peerwright.kit.limit.SaltedHash;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuidRoutesTest {

  private static final SaltedHash SALT = new SaltedHash(3, 4);

  @Test
  void remembersTheFirstRouteOfAGuid() {
    GuidRoutes table = new GuidRoutes(SALT, 100, 60);
    assertEquals(GuidRoutes.NONE, table.add(1, 2, 7, 0));
    assertEquals(7, table.add(1, 2, 8, 1));
    assertEquals(7, table.find(1, 2, 1));
    assertEquals(GuidRoutes.NONE, table.find(2, 1, 1));
    table.put(1, 2, 9, 1);
    assertEquals(9, table.find(1, 2, 1));
    assertEquals(1, table.size());
  }

  /** As long as there is room and time, it is what a map is. */
  @Test
  void isAMapWithinItsBounds() {
    Random random = new Random(11);
    GuidRoutes table = new GuidRoutes(SALT, 5_000, 1_000);
    Map<Long, Integer> model = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      long key = random.nextInt(4_000);
      int route = random.nextInt(1 << 20);
      switch (random.nextInt(3)) {
        case 0 -> {
          Integer before = model.putIfAbsent(key, route);
          int expected = before == null ? GuidRoutes.NONE : before;
          assertEquals(expected, table.add(key, ~key, route, i / 100));
        }
        case 1 -> {
          model.put(key, route);
          table.put(key, ~key, route, i / 100);
        }
        default ->
            assertEquals(model.getOrDefault(key, GuidRoutes.NONE), table.find(key, ~key, i / 100));
      }
      if (i % 1_000 == 0) {
        table.checkInvariants();
      }
    }
    assertEquals(model.size(), table.size());
  }

  @Test
  void isKeptForOneToTwoLives() {
    GuidRoutes table = new GuidRoutes(SALT, 1_000, 60);
    table.add(1, 1, 5, 0);
    table.add(2, 2, 6, 50);
    assertEquals(5, table.find(1, 1, 61));
    table.add(3, 3, 7, 62);
    assertEquals(5, table.find(1, 1, 100));
    table.add(4, 4, 8, 123);
    assertEquals(GuidRoutes.NONE, table.find(1, 1, 123));
    assertEquals(7, table.find(3, 3, 123));
    assertEquals(GuidRoutes.NONE, table.find(3, 3, 10_000));
  }

  @Test
  void isBoundedAndTheLatestStay() {
    GuidRoutes table = new GuidRoutes(SALT, 1_000, 60);
    for (int i = 0; i < 1_000_000; i++) {
      assertEquals(GuidRoutes.NONE, table.add(i, i, i, 0));
      assertTrue(table.size() <= 2_000);
    }
    table.checkInvariants();
    for (int i = 999_000; i < 1_000_000; i++) {
      assertEquals(i, table.find(i, i, 0));
    }
  }

  @Test
  void atAnEvenRateNothingIsAllocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    GuidRoutes many = new GuidRoutes(SALT, 1_000, 60);
    GuidRoutes slow = new GuidRoutes(SALT, 1_000, 60);
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      before = i == 5_000 ? threads.getCurrentThreadAllocatedBytes() : before;
      many.add(i, i, 1, 0);
      slow.add(i, i, 1, i / 5);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 1_000, () -> allocated + " bytes for 30,000 GUIDs");
    assertEquals(4_096, many.places(), "two thirds of 2,048 are 1,365");
    assertEquals(1_024, slow.places(), "305 in a life, and two thirds of 512 are 341");
  }

  @Test
  void isAsLargeAsTheRateNeeds() {
    GuidRoutes table = new GuidRoutes(SALT, 1_000, 60);
    for (int i = 0; i < 5_000; i++) {
      table.add(i, i, 1, 0);
    }
    for (int i = 0; i < 5; i++) {
      table.add(i, -i, 1, 61 * (i + 1));
    }
    assertEquals(8, table.places(), "one or two in a life");
  }
}
