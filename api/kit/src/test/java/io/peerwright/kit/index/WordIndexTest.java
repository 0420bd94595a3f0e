package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordIndexTest {

  private final Map<Integer, String> names = new TreeMap<>();
  private final WordIndex index = new WordIndex(7);

  private void add(int file, String name) {
    names.put(file, name);
    index.add(file, name);
  }

  private void remove(int file) {
    index.remove(file, names.remove(file));
  }

  private int[] search(String text) {
    return search(text, 1_000);
  }

  private int[] search(String text, int limit) {
    int[] found = index.search(text, limit, file -> WordIndex.line(names.get(file)));
    Arrays.sort(found);
    return found;
  }

  @Test
  void wordsAreFoundByTheirBeginnings() {
    add(1, "Alpha Bravo/charlie.txt");
    add(2, "alphabet.bravissimo.TXT");
    add(5, "Álpha Übung");
    assertArrayEquals(new int[] {1, 2, 5}, search("alpha"));
    assertArrayEquals(new int[] {1, 2}, search("brav alp"));
    assertArrayEquals(new int[] {2}, search("bravi-ALPHA"));
    assertArrayEquals(new int[] {5}, search("ubu"));
    assertArrayEquals(new int[] {}, search("lpha"));
    assertArrayEquals(new int[] {}, search("alpha zulu"));
    assertArrayEquals(new int[] {}, search("..."));
  }

  @Test
  void wordsAreCutAlikeInNamesAndQueries() {
    String long1 = "ü".repeat(40);
    add(1, long1 + " short");
    assertArrayEquals(new int[] {1}, search(long1));
    assertArrayEquals(new int[] {1}, search(long1 + " sho"));
    assertArrayEquals(new int[] {1}, search("üüü sho"));
  }

  @Test
  void aFileThatHasTwoWordsOfABeginningIsFoundOnce() {
    add(1, "abc abd abe");
    add(2, "abc");
    assertArrayEquals(new int[] {1, 2}, search("ab"));
    assertEquals(1, search("ab", 1).length);
    assertArrayEquals(new int[] {}, search("ab", 0));
  }

  @Test
  void aNameWithAWordTwiceTakesNoOtherFileAway() {
    add(1, "echo echo");
    add(2, "echo");
    remove(1);
    assertArrayEquals(new int[] {2}, search("ech"));
    remove(2);
    assertArrayEquals(new int[] {}, search("ech"));
    add(3, "echo");
    assertArrayEquals(new int[] {3}, search("ech"));
  }

  @Test
  void agreesWithAPlainList() {
    Random random = new Random(11);
    int next = 1;
    for (int step = 0; step < 2_000; step++) {
      // More words than a piece holds, of a small alphabet, so that many begin alike.
      if (names.size() < 50 || names.size() < 500 && random.nextInt(100) < 60) {
        add(next++, word(random) + " " + word(random) + "." + word(random));
      } else if (random.nextInt(3) > 0) {
        remove(new ArrayList<>(names.keySet()).get(random.nextInt(names.size())));
      } else {
        String word = word(random);
        String text = random.nextBoolean() ? word : word + " " + word(random);
        text = text.substring(0, 1 + random.nextInt(text.length()));
        assertArrayEquals(plain(text), search(text, 10_000), text);
      }
    }
    new ArrayList<>(names.keySet()).forEach(this::remove);
    assertArrayEquals(new int[] {}, search("a"));
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      word.append("abcäß7".charAt(random.nextInt(6)));
    }
    return word.toString();
  }

  private int[] plain(String text) {
    List<String> wanted = WordIndex.beginnings(text);
    return names.entrySet().stream()
        .filter(each -> WordIndex.matches(wanted, WordIndex.line(each.getValue())))
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  @Test
  void whatASearchLooksAtIsBounded() {
    for (int file = 1; file <= 42_000; file++) {
      add(file, file % 2 == 0 ? "alpha" + file % 50 : "bravo" + file % 50);
    }
    assertEquals(0, search("alph brav").length);
    assertTrue(index.lookedAt() <= WordIndex.MAX_LOOKED_AT + 1, "looked at " + index.lookedAt());
    assertEquals(30, search("alpha2", 30).length);
    assertTrue(index.lookedAt() <= 31);
  }

  /** What is asked for again and again costs once, and says no more than the longest of it. */
  @Test
  void repeatedBeginningsNarrowNothingAndCostOnce() {
    for (int i = 1; i <= 6_400; i++) {
      add(i, "a" + i + "b");
    }
    assertEquals(0, search("a64 zz").length);
    int once = index.lookedAt();
    assertTrue(search("a zz").length == 0 && index.lookedAt() >= 200, "6,400 words are looked at");
    int all = index.lookedAt();
    assertEquals(0, search("a ".repeat(63) + "zz").length);
    assertEquals(all, index.lookedAt());
    assertEquals(0, search("a a6 a64 zz").length);
    assertEquals(once, index.lookedAt());
    assertArrayEquals(new int[] {640}, search("a640b a64 a a6 a64"));
    assertArrayEquals(new int[] {}, search("a ".repeat(65)));
  }

  @Test
  void aTextOfVeryManyWordsHasNoBeginnings() {
    assertEquals(List.of(" abc", " ad"), WordIndex.beginnings("a ab abc a ad ab"));
    assertEquals(List.of(), WordIndex.beginnings("a b ".repeat(33)));
  }
}
