package io.peerwright.overlay.gnutella.qrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeafIndexTest {

  private static final String SHA1 = "urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC";
  private static final String OTHER = "urn:sha1:GYFRATIGQ7HC4DEWABJ7BHCPN7HGKKLP";

  private final LeafIndex index = new LeafIndex();

  private static QueryHashes words(String text) {
    QueryHashes query = new QueryHashes();
    query.read(text);
    return query;
  }

  private static QueryHashes urns(String urns) {
    QueryHashes query = new QueryHashes();
    Query asked = Query.of(0, "", Octets.latin1(urns));
    query.read(Messages.encode(new Guid(1, 2), 3, 0, asked), 0);
    return query;
  }

  private static QueryRoutingTable table(String name) {
    return QueryRoutingTable.of(14, List.of(name), List.of());
  }

  private BitSet found(QueryHashes query) {
    long[] found = new long[index.width()];
    index.find(query, found);
    return BitSet.valueOf(found);
  }

  private static BitSet places(int... places) {
    BitSet set = new BitSet();
    for (int place : places) {
      set.set(place);
    }
    return set;
  }

  @Test
  void findsThoseThatHaveAllWords() {
    assertEquals(places(), found(words("alpha")));
    index.put(3, table("alpha bravo"));
    index.put(70, table("bravo charlie"));
    assertEquals(places(3), found(words("alpha")));
    assertEquals(places(3, 70), found(words("bravo")));
    assertEquals(places(70), found(words("bravo charlie")));
    assertEquals(places(), found(words("alpha charlie")));
    assertEquals(places(), found(words("")));
  }

  @Test
  void oneUrnOfSeveralIsEnough() {
    index.put(5, QueryRoutingTable.of(16, List.of(), List.of(Urn.parse(SHA1))));
    index.put(6, QueryRoutingTable.of(16, List.of(), List.of(Urn.parse(OTHER))));
    assertEquals(places(5), found(urns(SHA1)));
    assertEquals(places(5, 6), found(urns(SHA1 + "\u001c" + OTHER)));
    assertEquals(places(), found(urns("urn:sha1:2222222222222222222222222222222A")));
  }

  @Test
  void whatALeafTellsTakesThePlaceOfWhatItHasTold() {
    index.put(3, table("alpha"));
    index.put(3, table("bravo"));
    assertEquals(places(), found(words("alpha")));
    assertEquals(places(3), found(words("bravo")));
    index.remove(3);
    assertEquals(places(), found(words("bravo")));
    index.remove(200);
  }

  @Test
  void asksThoseAlwaysThatTellNothing() {
    index.put(0, table("alpha"));
    index.putAlways(64);
    assertEquals(places(64), found(words("bravo")));
    assertEquals(places(0, 64), found(words("alpha")));
    assertEquals(places(64), found(words("")));
    index.remove(64);
    assertEquals(places(), found(words("bravo")));
  }

  @Test
  void missesNobodyAndFindsFewInVain() {
    Random random = new Random(1);
    Map<Integer, QueryRoutingTable> tables = new HashMap<>();
    int held = 0;
    int inVain = 0;
    int looks = 0;
    for (int round = 0; round < 2_000; round++) {
      int place = random.nextInt(150);
      if (random.nextInt(4) == 0) {
        tables.remove(place);
        index.remove(place);
      } else {
        int bits = random.nextInt(10) == 0 ? 1 + random.nextInt(8) : 10 + random.nextInt(7);
        int slots = Math.min(100, 1 << bits - 1);
        QueryRoutingTable table = QueryRoutingTableTest.random(bits, slots, random);
        tables.put(place, table);
        index.put(place, table);
      }
      QueryHashes query = words("w" + random.nextInt(400) + "x v" + random.nextInt(400) + "y");
      BitSet found = found(query);
      for (Map.Entry<Integer, QueryRoutingTable> each : tables.entrySet()) {
        boolean may = each.getValue().mayAnswer(query);
        assertTrue(!may || found.get(each.getKey()), "a leaf that has it is found");
        assertTrue(index.checkInvariants(each.getKey(), each.getValue()));
        held += may ? 1 : 0;
        boolean sparse = each.getValue().bits() >= 10;
        looks += sparse ? 1 : 0;
        inVain += sparse && found.get(each.getKey()) && !may ? 1 : 0;
      }
      found.andNot(places(tables.keySet().stream().mapToInt(Integer::intValue).toArray()));
      assertTrue(found.isEmpty(), "nobody is found who has gone");
    }
    assertTrue(held > 1_000, "some have it: " + held);
    assertTrue(inVain < looks / 6, inVain + " of " + looks + " looks are in vain");
    assertFalse(inVain == 0);
  }
}
