package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** An account as the model has it. */
  private static final class Entry {
    private final String address;
    private final MemoryBudget.Account account;
    private long bytes;

    private Entry(String address, MemoryBudget.Account account) {
      this.address = address;
      this.account = account;
    }
  }

  private void openUntil(int count, MemoryBudget budget, List<Entry> entries, Random random) {
    while (entries.size() < count) {
      String address = "192.0.2." + random.nextInt(30) + ":1";
      entries.add(new Entry(address, open(budget, address, "any")));
    }
  }

  /** Of the address that costs most the account that costs most, found by looking at all. */
  private static Entry costliest(List<Entry> entries) {
    Map<String, Long> sums = new HashMap<>();
    entries.forEach(each -> sums.merge(each.address, each.bytes, Long::sum));
    String address = Collections.max(sums.entrySet(), Map.Entry.comparingByValue()).getKey();
    return entries.stream()
        .filter(each -> each.address.equals(address))
        .max(Comparator.comparingLong(each -> each.bytes))
        .orElseThrow();
  }

  private static long sum(List<Entry> entries) {
    return entries.stream().mapToLong(each -> each.bytes).sum();
  }

  @Test
  void agreesWithAPlainModel() {
    Random random = new Random(11);
    long most = 10_000_000;
    MemoryBudget budget = new MemoryBudget(most);
    List<Entry> entries = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      openUntil(40, budget, entries, random);
      Entry entry = entries.get(random.nextInt(entries.size()));
      // So many different numbers that hardly ever two cost the same.
      long more = random.nextInt(900_000);
      if (random.nextInt(3) == 0) {
        entry.account.release(more);
        entry.bytes -= Math.min(more, entry.bytes);
      } else {
        entry.bytes += more;
        List<Entry> left = new ArrayList<>(entries);
        while (sum(left) > most) {
          left.remove(costliest(left));
        }
        boolean kept = entry.account.reserve(more);
        assertEquals(left.contains(entry), kept, "step " + step);
        entries.removeIf(each -> each.account.isClosed());
        assertEquals(left, entries, "step " + step);
      }
      assertEquals(sum(entries), budget.usedBytes());
    }
    assertTrue(shed.size() > 1_000, () -> shed.size() + " were shed");
  }
}
