package io.peerwright.overlay.gnutella.qrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.ggep.FileHash;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QueryRoutingTableTest {

  private static final Urn SHA1 = Urn.parse("urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC");

  static QueryRoutingTable random(int bits, int count, Random random) {
    long[] set = new long[QueryRoutingTable.words(bits)];
    for (int i = 0; i < count; i++) {
      QueryRoutingTable.set(set, random.nextInt(1 << bits));
    }
    return QueryRoutingTable.of(bits, set);
  }

  static TreeSet<Integer> slots(QueryRoutingTable table) {
    TreeSet<Integer> slots = new TreeSet<>();
    for (int i = 0; i < 1 << table.bits(); i++) {
      if (table.isSet(i)) {
        slots.add(i);
      }
    }
    return slots;
  }

  private static QueryHashes query(String text, Octets extensions) {
    ByteBuffer bytes = Messages.encode(new Guid(1, 2), 3, 0, Query.of(0, text, extensions));
    QueryHashes hashes = new QueryHashes();
    hashes.read(bytes, 0);
    return hashes;
  }

  private static QueryHashes query(String text) {
    return query(text, Octets.EMPTY);
  }

  @Test
  void queriesPassIfAllTheirWordsMayBeThere() {
    QueryRoutingTable table =
        QueryRoutingTable.of(16, List.of("Alpha Bravo charlie.txt"), List.of());
    assertTrue(table.mayAnswer(query("alpha")));
    assertTrue(table.mayAnswer(query("TXT alp-bravo".replace("alp-", "alph-"))));
    assertTrue(table.mayAnswer(query("a alpha of")));
    assertFalse(table.mayAnswer(query("alpha delta")));
    assertFalse(table.mayAnswer(query("delta")));
    assertFalse(table.mayAnswer(query("alp")));
    assertFalse(table.mayAnswer(query("")));
    assertFalse(table.mayAnswer(query("a b c")));
    assertFalse(QueryRoutingTable.empty(16).mayAnswer(query("alpha")));
  }

  @Test
  void queriesForUrnsPassIfOneMayBeThere() {
    QueryRoutingTable table = QueryRoutingTable.of(16, List.of(), List.of(SHA1));
    String other = "urn:sha1:GYFRATIGQ7HC4DEWABJ7BHCPN7HGKKLP";
    assertTrue(table.mayAnswer(query("", Octets.latin1(SHA1 + "\0"))));
    assertTrue(table.mayAnswer(query("", Octets.latin1(other + "\u001c" + SHA1))));
    assertFalse(table.mayAnswer(query("", Octets.latin1(other + "\0"))));
    Ggep hash = Ggep.of(GgepExtension.withoutNul(GgepIds.HASH, FileHash.of(SHA1)));
    assertTrue(table.mayAnswer(query("", hash.encoded())));
    assertFalse(table.mayAnswer(query("alpha", Octets.latin1(SHA1 + "\0"))));
    QueryHashes used = query("", Octets.latin1(SHA1 + "\0"));
    assertTrue(used.isByUrn());
    used.read("alpha");
    assertFalse(used.isByUrn());
  }

  @Test
  void bothFormsHoldTheSame() {
    Random random = new Random(5);
    for (int bits : new int[] {1, 3, 6, 7, 10, 16}) {
      for (int count : new int[] {0, 1, 5, 300, 3000, 70_000}) {
        TreeSet<Integer> model = new TreeSet<>();
        long[] set = new long[QueryRoutingTable.words(bits)];
        for (int i = 0; i < count; i++) {
          int slot = random.nextInt(1 << bits);
          model.add(slot);
          QueryRoutingTable.set(set, slot);
        }
        QueryRoutingTable table = QueryRoutingTable.of(bits, set.clone());
        assertEquals(model, slots(table));
        assertEquals(model.size(), table.count());
        assertEquals(table, QueryRoutingTable.of(bits, table.toBits()));
        assertEquals(table.hashCode(), QueryRoutingTable.of(bits, table.toBits()).hashCode());
      }
    }
  }

  @Test
  void slotsAreFoundHoweverUnevenlyTheyLie() {
    Random random = new Random(6);
    for (int shift : new int[] {0, 4, 9, 12}) {
      TreeSet<Integer> model = new TreeSet<>();
      long[] set = new long[QueryRoutingTable.words(16)];
      for (int i = 0; i < 2_000; i++) {
        int low = random.nextInt(1 << 16) >> shift;
        int slot = i % 2 == 0 ? low : (1 << 16) - 1 - low;
        model.add(slot);
        QueryRoutingTable.set(set, slot);
      }
      QueryRoutingTable table = QueryRoutingTable.of(16, set);
      assertEquals(2 * model.size(), table.memory());
      assertEquals(model, slots(table));
    }
  }

  @Test
  void fewWordsTakeLittleMemory() {
    assertEquals(0, QueryRoutingTable.empty(16).memory());
    QueryRoutingTable leaf =
        QueryRoutingTable.of(
            14, List.of("alpha bravo charlie.txt", "delta echo foxtrot.bin"), List.of());
    assertEquals(17, leaf.count());
    assertEquals(2 * 17, leaf.memory());
    assertEquals(8192, random(16, 30_000, new Random(1)).memory());
    assertNotEquals(QueryRoutingTable.empty(15), QueryRoutingTable.empty(16));
    assertThrows(IllegalArgumentException.class, () -> QueryRoutingTable.empty(17));
    assertThrows(IllegalArgumentException.class, () -> QueryRoutingTable.empty(0));
  }

  @Test
  void tablesAreAsLongAsTheirWordsNeed() {
    assertEquals(14, QueryRoutingTable.of(List.of("alpha bravo"), List.of()).bits());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      names.add("word" + i + "s");
    }
    QueryRoutingTable some = QueryRoutingTable.of(names, List.of(SHA1));
    assertEquals(14, some.bits());
    assertEquals(QueryRoutingTable.of(14, names, List.of(SHA1)), some);
    for (int i = 1000; i < 1100; i++) {
      names.add("w" + i);
    }
    QueryRoutingTable more = QueryRoutingTable.of(names, List.of());
    assertEquals(15, more.bits());
    assertEquals(QueryRoutingTable.of(15, names, List.of()), more);
    for (int i = 10_000; i < 11_000; i++) {
      names.add("w" + i);
    }
    assertEquals(16, QueryRoutingTable.of(names, List.of()).bits());
  }

  @Test
  void mergedTablesHoldWhatEachOfThemHolds() {
    Random random = new Random(9);
    for (int round = 0; round < 30; round++) {
      List<QueryRoutingTable> tables = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int bits = 4 + random.nextInt(13);
        tables.add(random(bits, 1 + random.nextInt(1 << bits), random));
      }
      int into = 4 + random.nextInt(13);
      TreeSet<Integer> model = new TreeSet<>();
      for (QueryRoutingTable table : tables) {
        for (int slot : slots(table)) {
          // A slot is a range of hashes: all slots that share some of it.
          long from = (long) slot << 32 - table.bits();
          long to = from + (1L << 32 - table.bits()) - 1;
          for (long hit = from >> 32 - into; hit <= to >> 32 - into; hit++) {
            model.add((int) hit);
          }
        }
      }
      assertEquals(model, slots(QueryRoutingTable.merge(into, tables)));
    }
  }

  @Test
  void wordsOfLeavesAreInTheTableOfTheirUltrapeer() {
    QueryRoutingTable first = QueryRoutingTable.of(13, List.of("alpha bravo"), List.of());
    QueryRoutingTable second = QueryRoutingTable.of(16, List.of("charlie delta"), List.of());
    QueryRoutingTable merged = QueryRoutingTable.merge(16, List.of(first, second));
    for (String word : List.of("alpha", "bravo", "charlie", "delta")) {
      assertTrue(merged.mayAnswer(query(word)), word);
    }
    assertFalse(merged.mayAnswer(query("echo")));
  }
}
