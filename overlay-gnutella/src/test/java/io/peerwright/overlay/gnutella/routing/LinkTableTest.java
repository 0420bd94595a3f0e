package io.peerwright.overlay.gnutella.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkTableTest {

  @Test
  void aNumberThatIsGoneLeadsToNobody() {
    LinkTable<String> table = new LinkTable<>();
    int first = table.add("a");
    table.remove(first);
    int second = table.add("b");
    assertNotEquals(first, second);
    assertNull(table.get(first));
    assertEquals("b", table.get(second));
    table.remove(first);
    assertEquals(1, table.size());
  }

  @Test
  void isAMapOfNumbers() {
    Random random = new Random(3);
    LinkTable<String> table = new LinkTable<>();
    Map<Integer, String> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(5) > 1 && model.size() < 40) {
        String link = "link" + i;
        assertNull(model.put(table.add(link), link));
      } else if (!model.isEmpty()) {
        List<Integer> numbers = new ArrayList<>(model.keySet());
        int gone = numbers.get(random.nextInt(numbers.size()));
        model.remove(gone);
        table.remove(gone);
      }
      assertEquals(model.size(), table.size());
    }
    model.forEach((number, link) -> assertEquals(link, table.get(number)));
    List<String> all = new ArrayList<>();
    table.forEach(all::add);
    assertEquals(model.size(), all.size());
  }
}
