package io.peerwright.overlay.gnutella.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitRecord;
import io.peerwright.overlay.gnutella.hit.HitTrailer;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HitWriterTest {

  private static final Guid GUID = new Guid(1, 2);
  private static final Endpoint AT = Endpoint.parse("192.0.2.1:6346");
  private static final Endpoint PROXY = Endpoint.parse("192.0.2.9:6347");

  private final Library library = new Library(() -> 5);

  private List<QueryHit> hits(boolean binary, Responder responder) {
    return HitWriter.hits(List.copyOf(library.files()), binary, responder);
  }

  private List<QueryHit> hits() {
    return hits(false, new Responder(AT, true, GUID, List.of(PROXY), false));
  }

  private static List<Hit> read(List<QueryHit> hits) throws MalformedException {
    List<Hit> all = new ArrayList<>();
    for (QueryHit hit : hits) {
      all.addAll(HitReader.read("gnutella", hit, at -> true));
    }
    return all;
  }

  @Test
  void manyFilesAreSeveralHitsOfBoundedSize() throws MalformedException {
    for (int i = 0; i < 64; i++) {
      library.add(LibraryTest.item("x".repeat(i % 2 == 0 ? 10 : 250) + i, LibraryTest.sha1(i)));
    }
    List<QueryHit> hits = hits();
    assertTrue(hits.size() >= 7, hits.size() + " hits");
    for (QueryHit hit : hits) {
      assertTrue(hit.count() <= 10 && hit.payloadLength() <= 2_048, () -> hit.count() + " records");
    }
    assertEquals(64, read(hits).size());
  }

  @Test
  void foldersStandBesideTheNameAndLeadToTheSameName() throws MalformedException {
    library.add(LibraryTest.item("Übung/alpha bravo/charlie.txt"));
    library.add(LibraryTest.item("golf.txt"));
    List<HitRecord> records = HitBody.read(hits().get(0)).records();
    assertEquals("charlie.txt", records.get(0).name());
    assertEquals("Übung/alpha bravo", records.get(0).folder());
    assertEquals("", records.get(1).folder());
    List<Hit> read = read(hits());
    assertEquals("Übung/alpha bravo/charlie.txt", read.get(0).name());
    assertEquals("golf.txt", read.get(1).name());
  }

  @Test
  void namesOfAnyKindAreHarmlessOnTheWire() throws MalformedException {
    library.add(LibraryTest.item("a\0b\u001b[31m\u001cc\nd.txt"));
    library.add(LibraryTest.item("ü".repeat(70_000)));
    library.add(LibraryTest.item("f".repeat(70_000) + "/g"));
    List<Hit> read = read(hits());
    assertEquals("a_b_[31m_c_d.txt", read.get(0).name());
    assertEquals("ü".repeat(127), read.get(1).name());
    assertEquals("g", read.get(2).name());
  }

  @Test
  void hashesAreTextOrBytesAsTheQueryHasIt() throws MalformedException {
    // All zeros: bytes that may not stand in a record as they are.
    Urn tree = Urn.ofHash(Urn.TIGER_TREE, new byte[24]);
    library.add(LibraryTest.item("one", LibraryTest.sha1(0), tree));
    library.add(LibraryTest.item("two", LibraryTest.sha1(7)));
    library.add(LibraryTest.item("three", tree));
    for (boolean binary : new boolean[] {false, true}) {
      QueryHit hit = hits(binary, new Responder(AT, true, GUID, List.of(), false)).get(0);
      List<HitRecord> records = HitBody.read(hit).records();
      assertEquals(binary, records.get(0).area().ggep().has(GgepIds.HASH));
      assertEquals(!binary, records.get(0).area().ggep().has(GgepIds.TIGER_ROOT));
      assertEquals(Set.of(LibraryTest.sha1(0), tree), Set.copyOf(records.get(0).urns()));
      assertEquals(List.of(LibraryTest.sha1(7)), records.get(1).urns());
      assertEquals(List.of(tree), records.get(2).urns());
    }
  }

  @Test
  void largeFilesTellTheirTrueSize() throws MalformedException {
    long size = 5_000_000_000L;
    library.add(new SharedItem(Path.of("unused"), "big.iso", size, Set.of(), Map.of()));
    assertEquals(size, read(hits()).get(0).sizeBytes().orElseThrow());
    assertEquals(HitRecord.LARGE, HitBody.read(hits().get(0)).records().get(0).size32());
  }

  @Test
  void whoCannotBeDialledNamesItsPushProxies() throws MalformedException {
    library.add(LibraryTest.item("one"));
    QueryHit hidden = hits(false, new Responder(AT, false, GUID, List.of(PROXY), false)).get(0);
    HitTrailer trailer = HitBody.read(hidden).trailer().orElseThrow();
    assertTrue(trailer.has(HitTrailer.FIREWALLED));
    assertEquals(List.of(PROXY), trailer.pushProxies());
    assertTrue(trailer.browsable());
    HitTrailer open = HitBody.read(hits().get(0)).trailer().orElseThrow();
    assertEquals(List.of(), open.pushProxies());
    assertNull(read(List.of(hidden)).get(0).endpoint());
  }

  @Test
  void serventsWithIpv6AloneAreFoundThere() throws MalformedException {
    library.add(LibraryTest.item("one"));
    Endpoint six = Endpoint.parse("[2001:db8::1]:6346");
    QueryHit hit = hits(false, new Responder(six, true, GUID, List.of(), false)).get(0);
    assertEquals(six, read(List.of(hit)).get(0).endpoint());
  }
}
