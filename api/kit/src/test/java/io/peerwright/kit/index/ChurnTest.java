package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million owners come, share and leave: the index stays as large as what is shared at a time. */
class ChurnTest {

  private static final int MUSIC = 0;

  private static final int VISITS = 1_000_000;
  private static final int AT_A_TIME = 2_000;
  private static final int NAMES = 50_000;
  private static final int WORDS = 300;
  private static final int CONTENTS = 9_000;
  private static final String MD5 = "11112222333344445555666677";
  private static final int SWEEP = 200;

  /** Of one who was there first and stays, so that not all that is old can go. */
  private static final int STAY = 200;

  private record Visitor(int owner, int name) {}

  private final MemoryIndex index = new MemoryIndex(0, true, 11);
  private final Random random = new Random(17);
  private final ArrayDeque<Visitor> visitors = new ArrayDeque<>();

  /** How many share each name: the plain list that answers are compared with. */
  private final Map<Integer, Integer> shared = new HashMap<>();

  private static IndexedFile file(int name) {
    return IndexedFile.of(
        "w" + name % WORDS + " n" + name, MD5 + (100_000 + name % CONTENTS), 5, 128, 44100, 60);
  }

  @Test
  void aMillionWhoComeAndGoLeaveNothing() {
    int stays = index.open();
    for (int i = 0; i < STAY; i++) {
      assertTrue(index.share(stays, IndexedFile.of("stay s" + i, "", 5, 1, 1, 1), MUSIC));
    }
    int pages = 0;
    for (int visit = 0; visit < VISITS; visit++) {
      come();
      if (visitors.size() > AT_A_TIME) {
        leave();
      }
      while (index.sweep(SWEEP)) {
        assertTrue(index.files() <= AT_A_TIME + STAY + 1);
      }
      if (visit % 5_000 == 4_999) {
        compare();
      }
      if (visit == VISITS / 10) {
        pages = index.heldPages();
      }
    }
    assertTrue(pages > 0);
    assertTrue(
        index.heldPages() <= 2 * pages + 8, pages + " pages have become " + index.heldPages());
    while (!visitors.isEmpty()) {
      leave();
    }
    while (index.sweep(SWEEP)) {
      assertEquals(STAY, index.files());
    }
    assertEquals(0, count("w1"));
    assertEquals(STAY, count("stay"));
    assertEquals(STAY * 5, index.bytes());
  }

  private void come() {
    int owner = index.open();
    assertTrue(owner <= 3 * AT_A_TIME + 100, "numbers of owners are used again: " + owner);
    int name = random.nextInt(NAMES);
    assertTrue(index.share(owner, file(name), MUSIC));
    shared.merge(name, 1, Integer::sum);
    visitors.add(new Visitor(owner, name));
  }

  /** Most often the oldest; now and then one by one, by name. */
  private void leave() {
    Visitor gone = random.nextInt(8) == 0 ? visitors.removeLast() : visitors.remove();
    if (random.nextInt(4) == 0) {
      assertTrue(index.unshare(gone.owner, file(gone.name).name()));
    }
    index.drop(gone.owner);
    shared.merge(gone.name, -1, (before, less) -> before == 1 ? null : before - 1);
  }

  private void compare() {
    int word = random.nextInt(WORDS);
    int content = random.nextInt(CONTENTS);
    int ofWord = 0;
    int ofContent = 0;
    for (Map.Entry<Integer, Integer> each : shared.entrySet()) {
      ofWord += each.getKey() % WORDS == word ? each.getValue() : 0;
      ofContent += each.getKey() % CONTENTS == content ? each.getValue() : 0;
    }
    assertEquals(ofWord, count("w" + word));
    assertEquals(
        ofContent, index.byHash(MD5 + (100_000 + content), 5, 1_000_000, (owner, file) -> {}));
    assertEquals(STAY, count("stay"));
    Visitor one = visitors.getFirst();
    assertEquals(shared.get(one.name), count("n" + one.name));
  }

  private int count(String words) {
    return index.search(IndexQuery.of(words), owner -> true, 1_000_000, (owner, file) -> {});
  }
}
