package io.peerwright.overlay.gnutella.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How many queries of a neighbour are taken, by their number, their bytes and their work. */
class QueryBudgetTest {

  private static final long SECOND = 1_000_000_000L;

  private static int taken(QueryBudget budget, int length, long now) {
    int taken = 0;
    while (budget.takes(length, now)) {
      taken++;
    }
    return taken;
  }

  @Test
  void shortOnesAreCountedByNumber() {
    QueryBudget budget = new QueryBudget(20, 0);
    assertEquals(200, taken(budget, 40, 0));
    assertEquals(20, taken(budget, 40, SECOND));
    assertEquals(200, taken(budget, 40, 100 * SECOND));
  }

  @Test
  void longOnesAreCountedByTheirBytes() {
    QueryBudget budget = new QueryBudget(20, 0);
    assertEquals(4, taken(budget, 4_096, 0));
    // The last one is taken as long as there is anything.
    assertEquals(2, taken(budget, 4_096, 4 * SECOND), "64 * 20 bytes in a second");
    assertFalse(budget.takes(4_096, 5 * SECOND));
    assertEquals(17, taken(new QueryBudget(20, 0), 1_000, 0));
  }

  @Test
  void allThatComesAtOnceMayWaitForASlowNeighbour() {
    for (int length = 25; length <= 4_096; length += 37) {
      int bytes = length * taken(new QueryBudget(200, 0), length, 0);
      int waiting = 4 * (bytes / length) + bytes;
      assertTrue(waiting < Kind.QUERY.maxBytes, waiting + " bytes of queries of " + length);
    }
  }

  @Test
  void workCountsAsQueries() {
    QueryBudget budget = new QueryBudget(20, 0);
    assertTrue(budget.takes(40, 0));
    budget.count(100, 0);
    assertEquals(99, taken(budget, 40, 0));
  }
}
