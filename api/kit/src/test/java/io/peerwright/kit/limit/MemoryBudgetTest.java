package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private final List<String> shed = new ArrayList<>();

  private MemoryBudget.Account open(MemoryBudget budget, String address, String name) {
    return budget.open(Endpoint.parse(address), () -> shed.add(name));
  }

  @Test
  void theCostliestGoesFirst() {
    MemoryBudget budget = new MemoryBudget(1_000);
    MemoryBudget.Account small = open(budget, "192.0.2.1:1", "small");
    MemoryBudget.Account large = open(budget, "192.0.2.2:1", "large");
    assertTrue(small.reserve(300) && large.reserve(600));
    assertTrue(small.reserve(200));
    assertEquals(List.of("large"), shed);
    assertTrue(large.isClosed());
    assertEquals(500, budget.usedBytes());
    assertEquals(1, budget.shed());
  }

  @Test
  void whoCostsMostPaysForItself() {
    MemoryBudget budget = new MemoryBudget(1_000);
    MemoryBudget.Account small = open(budget, "192.0.2.1:1", "small");
    MemoryBudget.Account large = open(budget, "192.0.2.2:1", "large");
    small.reserve(300);
    large.reserve(600);
    assertFalse(large.reserve(200));
    assertFalse(large.reserve(1));
    assertEquals(List.of("large"), shed);
    assertEquals(300, budget.usedBytes());
  }

  /** Many cheap connections of one address cost what one dear one costs. */
  @Test
  void anAddressIsOneHoweverManyItsAccounts() {
    MemoryBudget budget = new MemoryBudget(1_000);
    MemoryBudget.Account honest = open(budget, "192.0.2.9:1", "honest");
    honest.reserve(200);
    for (int i = 0; i < 100; i++) {
      open(budget, "[2001:db8::" + i + "]:1", "flood").reserve(20);
    }
    assertFalse(honest.isClosed());
    assertEquals(60, shed.size());
    assertEquals(1_000, budget.usedBytes());
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    MemoryBudget budget = new MemoryBudget(1_000);
    MemoryBudget.Account one = open(budget, "192.0.2.1:1", "one");
    MemoryBudget.Account two = open(budget, "192.0.2.2:1", "two");
    for (int i = 0; i < 100; i++) {
      assertTrue(one.reserve(900));
      one.release(900);
      assertTrue(two.reserve(950));
      two.close();
      two = open(budget, "192.0.2.2:1", "two");
    }
    one.release(5_000);
    assertEquals(0, budget.usedBytes());
    assertEquals(List.of(), shed);
  }

  /** As if the Java heap were short: also below the budget. */
  @Test
  void shedsDownToWhatIsAsked() {
    MemoryBudget budget = new MemoryBudget(1_000);
    for (int i = 1; i <= 4; i++) {
      open(budget, "192.0.2." + i + ":1", "holder " + i).reserve(i * 100);
    }
    budget.shedDownTo(350);
    assertEquals(List.of("holder 4", "holder 3"), shed);
    assertEquals(300, budget.usedBytes());
  }

  @Test
  void agreesWithAPlainModel() {
    Random random = new Random(11);
    MemoryBudget budget = new MemoryBudget(100_000);
    List<MemoryBudget.Account> accounts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      accounts.add(open(budget, "192.0.2." + i + ":1", "any"));
    }
    for (int step = 0; step < 100_000; step++) {
      int which = random.nextInt(accounts.size());
      MemoryBudget.Account account = accounts.get(which);
      long more = random.nextInt(9_000);
      if (random.nextInt(3) == 0) {
        account.release(more);
      } else {
        long most = 0;
        for (MemoryBudget.Account each : accounts) {
          most = Math.max(most, each.bytes() + (each == account ? more : 0));
        }
        boolean over = budget.usedBytes() + more > 100_000;
        account.reserve(more);
        long left = accounts.stream().filter(each -> !each.isClosed()).count();
        assertEquals(over, left < accounts.size(), "step " + step);
        accounts.removeIf(MemoryBudget.Account::isClosed);
        if (over) {
          long closed = most;
          assertTrue(accounts.stream().allMatch(each -> each.bytes() <= closed));
        }
      }
      while (accounts.size() < 40) {
        accounts.add(open(budget, "192.0.2." + (100 + random.nextInt(100)) + ":1", "any"));
      }
      long sum = accounts.stream().mapToLong(MemoryBudget.Account::bytes).sum();
      assertEquals(sum, budget.usedBytes());
      assertTrue(sum <= 100_000);
    }
  }
}
