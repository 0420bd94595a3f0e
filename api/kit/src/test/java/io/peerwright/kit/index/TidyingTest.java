package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What owners leave behind goes, and what stays is found while it goes. */
class TidyingTest {

  private static final int MUSIC = 0;

  private static final int FILES = 1_200;
  private static final String MD5 = "1111222233334444555566667777";

  private static IndexedFile file(int number, int content) {
    return IndexedFile.of(
        "rain word" + number + " of" + number % 7, MD5 + (1_000 + content), 5, 128, 44100, 60);
  }

  private static int found(ShareIndex index, String words) {
    return index.search(IndexQuery.of(words), owner -> true, 1_000_000, (owner, file) -> {});
  }

  /** One stays, others come and go, each with files of its own: the tables end as they began. */
  @Test
  void tablesDoNotGrowWithThoseWhoComeAndGo() {
    Hash hash = new Hash(3);
    OwnerTable owners = new OwnerTable();
    DocumentTable documents = new DocumentTable(hash, owners, DocumentTable.MAX_PAGES);
    TermTable terms = new TermTable(hash);
    Tidying tidying = new Tidying(owners, documents, terms);
    for (int visit = 0; visit < 50; visit++) {
      int owner = owners.open();
      assertTrue(owner < 2, "numbers of owners are used again");
      byte[] word = {'w', (byte) visit};
      for (int i = 0; i < FILES; i++) {
        IndexedFile file = file(visit * FILES + i, i);
        int document = documents.add(file, 0, i);
        documents.addSource(document, owner);
        owners.add(owner, document, i, 5, documents);
        terms.append(terms.findOrAdd(word, 0, 2), document);
      }
      tidying.sourcesGone(owners.files(owner));
      owners.drop(owner);
      assertTrue(tidying.isDue(0));
      while (tidying.run(10) <= 0) {
        assertTrue(tidying.isDue(0));
      }
      assertFalse(tidying.isDue(0));
      assertEquals(0, documents.live());
      assertEquals(0, documents.dead());
      assertEquals(TermTable.NONE, terms.find(word, 0, 2));
      assertTrue(terms.end() <= 1, "numbers of words are used again");
      assertTrue(documents.pageEnd() - documents.oldestPage() <= 2, "full pages have gone");
      assertTrue(documents.checkInvariants());
    }
    assertTrue(documents.heldKeys() <= 4 * FILES, "what has gone makes place for others");
  }

  /** Each time another document: what led to the one before makes place for it at once. */
  @Test
  void aFileThatComesAndGoesLeavesNothingInTheWayOfItself() {
    Hash hash = new Hash(3);
    OwnerTable owners = new OwnerTable();
    DocumentTable documents = new DocumentTable(hash, owners, DocumentTable.MAX_PAGES);
    IndexedFile file = file(1, 1);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(DocumentTable.NONE, documents.find(file, MUSIC, 1));
      int owner = owners.open();
      int document = documents.add(file, MUSIC, 1);
      documents.addSource(document, owner);
      assertEquals(document, documents.find(file, MUSIC, 1));
      if (i % 2 == 0) {
        documents.removeSource(document, owner);
      }
      owners.add(owner, document, 1, 5, documents);
      owners.drop(owner);
    }
    assertEquals(2, documents.heldKeys());
  }

  /** Most of what those who go have shared others share, too: few documents die each time. */
  @Test
  void documentsGoWhenAsManyAreDeadAsLive() {
    MemoryIndex index = new MemoryIndex(0, true, 9);
    int stays = index.open();
    for (int i = 0; i < 2 * FILES; i++) {
      assertTrue(index.share(stays, file(i, i), MUSIC));
    }
    int[] lookedAt = new int[4];
    for (int round = 0; round < lookedAt.length; round++) {
      for (int visitor = 0; visitor < 4; visitor++) {
        int owner = index.open();
        for (int i = 0; i < FILES; i++) {
          boolean own = visitor == 0;
          int number = own ? (round + 2) * FILES + i : i;
          assertTrue(index.share(owner, file(number, i), MUSIC));
        }
        index.drop(owner);
      }
      while (index.sweep(300)) {
        assertEquals(2 * FILES, index.files());
      }
      assertEquals(2 * FILES, found(index, "rain"));
      lookedAt[round] = index.lookedAt();
    }
    // Each round leaves 1,200 dead beside 2,400 that live; 256 more than these are let be.
    assertArrayEquals(
        new int[] {3 * FILES, 4 * FILES, 2 * FILES, 3 * FILES}, lookedAt, "dead and live");
  }

  @Test
  void whatStaysIsFoundAtEachStep() {
    ShareIndex index = new MemoryIndex(0, true, 5);
    int stays = index.open();
    for (int i = 0; i < FILES; i++) {
      assertTrue(index.share(stays, file(i, i), MUSIC));
    }
    for (int visitor = 0; visitor < 8; visitor++) {
      int owner = index.open();
      for (int i = 0; i < 3 * FILES; i++) {
        int number = visitor * 10_000 + i;
        assertTrue(index.share(owner, file(i < 100 ? i : number, i < 100 ? i : i % 50), MUSIC));
      }
      index.drop(owner);
      boolean more = true;
      while (more) {
        more = index.sweep(300);
        assertEquals(FILES, found(index, "rain"));
        assertEquals(1, found(index, "word7"));
        assertEquals(1, index.byHash(MD5 + 1_007, 5, 9, (o, f) -> assertEquals(stays, o)));
      }
      assertEquals(0, found(index, "word" + (visitor * 10_000 + 2_000)));
    }
    assertEquals(FILES, index.files());
  }

  /** Without a single owner that leaves, withdrawing files must do its share of the work. */
  @Test
  void whoWithdrawsFilesTidiesUp() {
    MemoryIndex index = new MemoryIndex(0, true, 7);
    int owner = index.open();
    for (int i = 0; i < 20_000; i++) {
      assertTrue(index.share(owner, file(i, i % 50), MUSIC));
      assertTrue(index.unshare(owner, file(i, 0).name()));
    }
    assertEquals(0, found(index, "rain"));
    assertTrue(index.lookedAt() < 2_000, "dead files are not looked at again: " + index.lookedAt());
  }

  @Test
  void aTableFindsWhatWasAddedAndNotRemoved() {
    HashTable table = new HashTable();
    int count = 5_000;
    for (int i = 0; i < count; i++) {
      table.add(hash(i), i);
    }
    for (int i = 0; i < count; i += 2) {
      table.remove(slot(table, i));
    }
    for (int i = 0; i < count; i++) {
      assertEquals(i % 2 == 1, slot(table, i) >= 0, "number " + i);
    }
  }

  /** Many have the same hash, or the same home at the end of the table. */
  private static int hash(int number) {
    return number % 3 == 0 ? number / 30 : -1 - number % 11;
  }

  private static int slot(HashTable table, int number) {
    for (int slot = table.home(hash(number)); ; slot = table.after(slot)) {
      long entry = table.at(slot);
      if (entry == HashTable.EMPTY) {
        return -1;
      }
      if (HashTable.hasHash(entry, hash(number)) && HashTable.number(entry) == number) {
        return slot;
      }
    }
  }
}
