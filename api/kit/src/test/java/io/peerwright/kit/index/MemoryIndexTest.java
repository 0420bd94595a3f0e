package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemoryIndexTest {

  private static final String[] VOCABULARY = {
    "rain", "copper", "silver", "fox", "low", "alder", "birch", "dance", "live", "kettle"
  };

  private static final int CONTENTS = 700;
  private static final int MUSIC = 0;
  private static final int FILM = 2;
  private static final String NO_HASH = "0".repeat(32);

  private static IndexedFile file(String name) {
    return IndexedFile.of(name, NO_HASH, 10, 128, 44100, 60);
  }

  /** A file whose content follows from its name, and is that of some others. */
  private static IndexedFile fileWithMd5(String name) {
    return IndexedFile.of(name, md5(content(name)), 10, 128, 44100, 60);
  }

  private static int content(String name) {
    return Math.floorMod(name.hashCode(), CONTENTS);
  }

  private static String md5(int content) {
    return "1111222233334444555566667777" + (1_000 + content);
  }

  private static List<String> search(ShareIndex index, IndexQuery query) {
    List<String> names = new ArrayList<>();
    index.search(query, owner -> true, 1000, (owner, file) -> names.add(owner + file.name()));
    return names;
  }

  private static List<String> search(ShareIndex index, String words) {
    return search(index, IndexQuery.of(words));
  }

  @Test
  void wordsAreWholeAndFolded() {
    ShareIndex index = new MemoryIndex(0, true, 1);
    int owner = index.open();
    index.share(owner, file("C:\\Music\\R\u00c3\u00a9gine\\Copper RAIN.mp3"), MUSIC);
    assertEquals(1, search(index, "regine rain").size());
    assertEquals(1, search(index, "R\u00c3\u00a9gine MP3 music").size());
    assertEquals(0, search(index, "rai").size());
    assertEquals(
        ShareIndex.NO_WORDS, index.search(IndexQuery.of("-- ."), o -> true, 9, (o, f) -> {}));
  }

  @Test
  void depthAndSuffixCanBeLimited() {
    ShareIndex index = new MemoryIndex(2, false, 1);
    int owner = index.open();
    index.share(owner, file("C:\\Music\\Fox\\a.b - Rain.mp3"), MUSIC);
    assertEquals(1, search(index, "fox rain a b").size());
    assertEquals(0, search(index, "music").size());
    assertEquals(0, search(index, "mp3").size());
  }

  @Test
  void numbersAreUsedAgain() {
    MemoryIndex index = new MemoryIndex(0, true, 1, 4);
    int first = index.open();
    index.share(first, file("rain old"), MUSIC);
    int owner = index.open();
    for (int i = 0; i < 5_000; i++) {
      assertTrue(index.share(owner, file("rain " + i), MUSIC));
      assertTrue(i < 3 || index.unshare(owner, "rain " + (i - 3)));
    }
    String him = Integer.toString(owner);
    assertEquals(
        List.of(him + "rain 4999", him + "rain 4998", him + "rain 4997", first + "rain old"),
        search(index, "rain"));
    assertEquals(List.of(), search(index, "4996"));
    assertEquals(4, index.files());
    index.drop(owner);
    while (index.sweep(10)) {}
    assertEquals(List.of(first + "rain old"), search(index, "rain"));
  }

  @Test
  void newestComesFirst() {
    ShareIndex index = new MemoryIndex(0, true, 1);
    int one = index.open();
    int two = index.open();
    index.share(one, file("rain a"), MUSIC);
    index.share(one, file("rain b"), MUSIC);
    index.share(two, file("rain a"), MUSIC);
    assertEquals(List.of("0rain b", "1rain a", "0rain a"), search(index, "rain"));
  }

  @Test
  void numbersLimitTheHits() {
    ShareIndex index = new MemoryIndex(0, true, 1);
    int owner = index.open();
    index.share(owner, IndexedFile.of("rain 1", "", 100, 64, 22050, 9), MUSIC);
    index.share(owner, IndexedFile.of("rain 2", "", 200, 128, 44100, 9), FILM);
    assertEquals(List.of("0rain 2", "0rain 1"), search(index, "rain"));
    assertEquals(List.of("0rain 1"), search(index, ofType(MUSIC)));
    assertEquals(List.of(), search(index, ofType(IndexQuery.NO_TYPE)));
    IndexQuery video =
        new IndexQuery(
            List.of("rain"),
            List.of(),
            IndexQuery.ANY_TYPE,
            Range.ANY.atLeast(100),
            new Range(44100, 44100),
            Range.ANY.atMost(200),
            Range.ANY);
    assertEquals(List.of("0rain 2"), search(index, video));
  }

  private static IndexQuery ofType(int type) {
    return new IndexQuery(
        List.of("rain"), List.of(), type, Range.ANY, Range.ANY, Range.ANY, Range.ANY);
  }

  @Test
  void contentIsFoundByHash() {
    ShareIndex index = new MemoryIndex(0, true, 1);
    String md5 = "11112222333344445555666677770001";
    int one = index.open();
    int two = index.open();
    index.share(one, IndexedFile.of("a", md5, 5, 0, 0, 0), MUSIC);
    index.share(two, IndexedFile.of("b", md5, 5, 0, 0, 0), MUSIC);
    index.share(two, IndexedFile.of("c", md5, 6, 0, 0, 0), MUSIC);
    List<String> names = new ArrayList<>();
    assertEquals(2, index.byHash(md5, 5, 9, (o, f) -> names.add(f.name())));
    assertEquals(List.of("b", "a"), names);
    index.drop(two);
    assertEquals(1, index.byHash(md5, 5, 9, (o, f) -> {}));
    assertEquals(0, index.byHash("x", 5, 9, (o, f) -> {}));
    assertEquals(0, index.byHash(NO_HASH, 5, 9, (o, f) -> {}));
  }

  @Test
  void namesAreSharedOnceByAnOwner() {
    ShareIndex index = new MemoryIndex(0, true, 1);
    int owner = index.open();
    assertTrue(index.share(owner, file("a"), MUSIC));
    assertFalse(index.share(owner, IndexedFile.of("a", "", 1, 1, 1, 1), MUSIC));
    assertNotNull(index.find(owner, "a"));
    assertTrue(index.unshare(owner, "a"));
    assertFalse(index.unshare(owner, "a"));
    assertNull(index.find(owner, "a"));
    assertEquals(0, index.files());
    assertEquals(0, index.bytes());
  }

  @Test
  void browsingGoesOnWhereItStopped() {
    ShareIndex index = new MemoryIndex(0, true, 1);
    int owner = index.open();
    for (int i = 0; i < 10; i++) {
      index.share(owner, file("f" + i), MUSIC);
    }
    List<String> names = new ArrayList<>();
    int cursor = 0;
    int calls = 0;
    do {
      cursor = index.browse(owner, cursor, 4, (o, f) -> names.add(f.name()));
      calls++;
    } while (cursor != 0);
    assertEquals(3, calls);
    assertEquals(10, names.size());
    assertEquals("f9", names.get(0));
    assertEquals("f0", names.get(9));
  }

  /** The same random steps on the index and on a list of everything. */
  @Test
  void agreesWithAPlainList() {
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      // Every other one runs out of numbers on its way.
      int maxPages = seed % 2 == 0 ? DocumentTable.MAX_PAGES : 12;
      ShareIndex index = new MemoryIndex(0, true, seed, maxPages);
      TreeMap<Integer, Set<String>> model = new TreeMap<>();
      for (int step = 0; step < 6000; step++) {
        int dice = random.nextInt(100);
        if (model.isEmpty() || dice < 2) {
          model.put(index.open(), new HashSet<>());
        }
        List<Integer> owners = new ArrayList<>(model.keySet());
        int owner = owners.get(random.nextInt(owners.size()));
        Set<String> names = model.get(owner);
        assertNotNull(names);
        if (dice < 80) {
          String name = dice < 10 ? oneOf(names, random) : name(random);
          assertEquals(names.add(name), index.share(owner, fileWithMd5(name), MUSIC));
        } else if (dice < 95) {
          String name = oneOf(names, random);
          assertEquals(names.remove(name), index.unshare(owner, name));
        } else if (dice < 97) {
          index.drop(owner);
          model.remove(owner);
        } else {
          index.sweep(random.nextInt(50));
        }
        if (step % 50 == 0) {
          check(index, model, random);
        }
      }
      for (int owner : model.keySet()) {
        index.drop(owner);
      }
      while (index.sweep(100)) {
        assertEquals(0, index.files());
      }
      assertEquals(0, search(index, "rain").size());
    }
  }

  private static void check(ShareIndex index, TreeMap<Integer, Set<String>> model, Random random) {
    String one = VOCABULARY[random.nextInt(VOCABULARY.length)];
    String two = VOCABULARY[random.nextInt(VOCABULARY.length)];
    String three = VOCABULARY[random.nextInt(VOCABULARY.length)];
    Set<String> expected = new HashSet<>();
    int content = random.nextInt(CONTENTS);
    int ofContent = 0;
    int files = 0;
    for (int owner : model.keySet()) {
      for (String name : model.getOrDefault(owner, Set.of())) {
        files++;
        ofContent += content(name) == content ? 1 : 0;
        Set<String> words = Set.of(name.split("[ .]"));
        if (words.contains(one) && words.contains(two) && !words.contains(three)) {
          expected.add(owner + name);
        }
      }
    }
    assertEquals(files, index.files());
    assertEquals(ofContent, index.byHash(md5(content), 10, 1_000_000, (owner, file) -> {}));
    List<String> found = search(index, one + " " + two + " -" + three);
    assertEquals(expected, new HashSet<>(found));
    assertEquals(expected.size(), found.size());
  }

  /** Most often one that is there. */
  private static String oneOf(Set<String> names, Random random) {
    int at = random.nextInt(names.size() + 1);
    return names.stream().skip(at).findFirst().orElseGet(() -> name(random));
  }

  private static String name(Random random) {
    Set<String> words = new java.util.LinkedHashSet<>();
    for (int i = 0; i < 4; i++) {
      words.add(VOCABULARY[random.nextInt(VOCABULARY.length)]);
    }
    return String.join(" ", words) + "." + random.nextInt(40);
  }
}
