package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Lists of documents have in common what they have in common, however their numbers are spread. */
class IntersectionTest {

  private static final int COUNT = 2_000;

  private final TermTable terms = new TermTable(new Hash(1));
  private final List<TreeSet<Integer>> lists = new ArrayList<>();

  /** A word of documents whose numbers grow with {@code spread} of 0..COUNT. */
  private void list(IntUnaryOperator spread) {
    byte[] word = {(byte) lists.size()};
    TreeSet<Integer> all = new TreeSet<>();
    for (int i = 0; i < COUNT; i++) {
      all.add(spread.applyAsInt(i));
    }
    int term = terms.findOrAdd(word, 0, 1);
    all.forEach(document -> terms.append(term, document));
    lists.add(all);
  }

  private void lists() {
    SplittableRandom random = new SplittableRandom(3);
    list(i -> i);
    list(i -> 2 * i);
    list(i -> i * i);
    list(i -> COUNT * COUNT - (COUNT - i) * (COUNT - i));
    list(i -> i < COUNT / 2 ? i : COUNT * COUNT + i);
    list(i -> random.nextInt(3 * COUNT));
    list(i -> random.nextInt(1 + random.nextInt(1 + random.nextInt(COUNT * COUNT))));
    list(i -> i == 0 ? 0 : Integer.MAX_VALUE - 2 * (COUNT - i));
    list(i -> 7);
    list(i -> i % 2 == 0 ? 3 : COUNT * COUNT + COUNT - 1);
  }

  @Test
  void agreesWithPlainSets() {
    lists();
    for (int first = 0; first < lists.size(); first++) {
      for (int second = 0; second < lists.size(); second++) {
        TreeSet<Integer> both = new TreeSet<>(lists.get(first));
        both.retainAll(lists.get(second));
        assertEquals(List.copyOf(both.descendingSet()), found(first, second, new int[0]));
        int third = (first + second) % lists.size();
        both.removeAll(lists.get(third));
        assertEquals(List.copyOf(both.descendingSet()), found(first, second, new int[] {third}));
      }
    }
  }

  private List<Integer> found(int first, int second, int[] unwanted) {
    Intersection all = new Intersection(terms, new int[] {first, second}, unwanted);
    List<Integer> found = new ArrayList<>();
    for (int document = all.next(); document >= 0; document = all.next()) {
      found.add(document);
    }
    return found;
  }
}
