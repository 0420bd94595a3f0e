package io.peerwright.overlay.gnutella.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.qrp.QueryRoutingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LibraryTest {

  private final Library library = new Library(() -> 5);

  static SharedItem item(String name, Urn... urns) {
    return new SharedItem(Path.of("unused"), name, 10, Set.of(urns), Map.of());
  }

  static Urn sha1(int number) {
    byte[] hash = new byte[20];
    hash[3] = (byte) number;
    hash[4] = (byte) (number >> 8);
    return Urn.ofHash(Urn.SHA1, hash);
  }

  private List<String> find(String text, Urn... urns) {
    return library.find(text, List.of(urns), 255).stream()
        .map(file -> file.item().name())
        .sorted()
        .toList();
  }

  @Test
  void tablesStandForManyFilesAndGoWithThem() {
    List<SharedItem> items = new ArrayList<>();
    for (int i = 0; i <= Library.FEW; i++) {
      assertFalse(library.isIndexed());
      items.add(item("alpha " + i));
      library.add(items.get(i));
    }
    assertTrue(library.isIndexed());
    while (library.size() > Library.FEW / 2) {
      assertTrue(library.isIndexed());
      assertTrue(library.remove(items.remove(0)));
    }
    assertFalse(library.isIndexed());
    assertEquals(Library.FEW / 2, find("alph").size());
  }

  @Test
  void findsTheSameWithTablesAndWithout() {
    Random random = new Random(3);
    Library small = library;
    List<SharedItem> present = new ArrayList<>();
    for (int step = 0; step < 900; step++) {
      int most = step < 400 ? Library.FEW : 4 * Library.FEW;
      if (present.size() < most && random.nextBoolean()) {
        SharedItem item =
            item(word(random) + "/" + word(random) + " " + step + ".ogg", sha1(random.nextInt(9)));
        present.add(item);
        small.add(item);
      } else if (!present.isEmpty() && random.nextInt(3) == 0) {
        assertTrue(small.remove(present.remove(random.nextInt(present.size()))));
      }
      check(present, word(random).substring(1) + " og", sha1(random.nextInt(12)));
    }
  }

  private void check(List<SharedItem> present, String text, Urn urn) {
    List<String> wanted = List.of(text.split(" "));
    Set<String> expected = new HashSet<>();
    for (SharedItem item : present) {
      List<String> words = List.of(item.name().split("[ /.]"));
      boolean worded = wanted.stream().allMatch(w -> words.stream().anyMatch(x -> x.startsWith(w)));
      if (worded || item.urns().contains(urn)) {
        expected.add(item.name());
      }
    }
    assertEquals(expected.stream().sorted().toList(), find(text, urn));
    for (LibraryFile file : library.files()) {
      assertEquals(file, library.byIndex(file.index()));
      assertTrue(library.byUrn(file.sha1()).item().urns().contains(file.sha1()));
    }
    assertNull(library.byUrn(sha1(100)));
    List<String> names = present.stream().map(SharedItem::name).toList();
    List<Urn> urns = present.stream().flatMap(item -> item.urns().stream()).toList();
    assertEquals(QueryRoutingTable.of(names, urns), library.table());
  }

  private static String word(Random random) {
    return "" + (char) ('a' + random.nextInt(3)) + (char) ('a' + random.nextInt(3)) + "x";
  }

  @Test
  void bitprintsAreFoundByTheirHashes() {
    Urn sha1 = sha1(1);
    Urn tree = Urn.ofHash(Urn.TIGER_TREE, new byte[24]);
    Urn bitprint = Urn.parse("urn:bitprint:" + sha1.value() + "." + tree.value());
    library.add(item("one", bitprint));
    for (int copies = 0; copies < 2; copies++) {
      assertEquals(sha1, library.byIndex(1).sha1());
      assertEquals(tree, library.byIndex(1).tigerTree());
      assertEquals(List.of("one"), find("", sha1));
      assertEquals(List.of("one"), find("", tree));
      assertEquals("one", library.byUrn(bitprint).item().name());
      for (int i = 0; i < Library.FEW; i++) {
        library.add(item("more " + copies + " " + i));
      }
    }
  }

  @Test
  void numbersAreNeverGivenAgain() {
    SharedItem item = item("one");
    library.add(item);
    library.remove(item);
    library.add(item);
    assertNull(library.byIndex(1));
    assertEquals("one", library.byIndex(2).item().name());
    assertNull(library.byIndex(1L << 32 | 2));
  }
}
