package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashTableTest {

  private record Entry(int hash, int number) {}

  private final HashTable table = new HashTable();

  /** The slot of an entry, as whoever searches finds it; -1 if it is not found. */
  private int slot(Entry entry) {
    int slot = table.home(entry.hash);
    while (table.at(slot) != HashTable.EMPTY) {
      long there = table.at(slot);
      if (HashTable.hasHash(there, entry.hash) && HashTable.number(there) == entry.number) {
        return slot;
      }
      slot = table.after(slot);
    }
    return -1;
  }

  /** Many share a hash or have neighbouring ones, also across the end of the table. */
  @Test
  void whatIsInIsFoundWhateverElseGoes() {
    Random random = new Random(3);
    List<Entry> in = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      boolean grows = step / 4_000 % 2 == 0;
      if (in.isEmpty() || random.nextInt(10) < (grows ? 6 : 4)) {
        Entry entry = new Entry(random.nextInt(300) - 150, step);
        table.add(entry.hash, entry.number);
        in.add(entry);
      } else {
        Entry gone = in.remove(random.nextInt(in.size()));
        table.remove(slot(gone));
        assertEquals(-1, slot(gone));
      }
      if (step % 50 == 0) {
        in.forEach(each -> assertEquals(each, new Entry(each.hash, number(each))));
      }
    }
  }

  /** What is not needed makes place for others, and the table stays as large as it was. */
  @Test
  void whatIsNotNeededMakesPlace() {
    int slots = table.capacity();
    for (int number = 0; number < 10_000; number++) {
      int newest = number;
      table.add(number % 5 == 0 ? 7 : number, number, other -> other > newest - slots / 4);
      for (int other = Math.max(0, number - 3); other <= number; other++) {
        assertTrue(slot(new Entry(other % 5 == 0 ? 7 : other, other)) >= 0);
      }
    }
    assertEquals(slots, table.capacity());
  }

  private int number(Entry entry) {
    int slot = slot(entry);
    return slot < 0 ? -1 : HashTable.number(table.at(slot));
  }
}
