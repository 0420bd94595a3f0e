package io.peerwright.api.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The records that only carry values. */
class RecordsTest {

  private static final Endpoint HERE = Endpoint.parse("192.0.2.1:80");
  private static final List<String> NAMES = List.of("speed", "bitrate", "type", "duration", "size");

  private final Map<String, String> attributes = new HashMap<>();
  private final Set<Urn> urns = new HashSet<>();

  RecordsTest() {
    NAMES.forEach(name -> attributes.put(name, "x"));
    NAMES.forEach(name -> urns.add(Urn.user(name)));
  }

  private static void assertSorted(Iterable<?> elements, int size) {
    List<String> texts = new ArrayList<>();
    elements.forEach(element -> texts.add(element.toString()));
    assertEquals(texts.stream().sorted().toList(), texts);
    assertEquals(size, texts.size());
  }

  @Test
  void whatRecordsHoldIteratesInSortedOrder() {
    Hit hit = new Hit("hybrid", "bob", "a.mp3", OptionalLong.of(1), null, urns, attributes);
    assertSorted(hit.urns(), 5);
    assertSorted(hit.attributes().keySet(), 5);
    SharedItem item = new SharedItem(Path.of("a"), "a", 1, urns, attributes);
    assertSorted(item.urns(), 5);
    assertSorted(item.attributes().keySet(), 5);
    assertSorted(new Neighbour("a", HERE, "leaf", attributes).figures().keySet(), 5);
    assertSorted(NameRecord.unsigned(List.of(), attributes).attributes().keySet(), 5);
  }

  @Test
  void whatRecordsHoldIsACopyThatNobodyChanges() {
    Hit hit = new Hit("hybrid", "bob", "a.mp3", OptionalLong.of(1), null, urns, attributes);
    urns.clear();
    attributes.clear();
    assertEquals(5, hit.urns().size());
    assertEquals(5, hit.attributes().size());
    assertThrows(UnsupportedOperationException.class, () -> hit.urns().clear());
    assertThrows(UnsupportedOperationException.class, () -> hit.attributes().clear());
    assertEquals(
        hit,
        new Hit("hybrid", "bob", "a.mp3", OptionalLong.of(1), null, hit.urns(), hit.attributes()));
  }

  @Test
  void aHitHasASizeOrNone() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Hit("a", "b", "c", OptionalLong.of(-1), null, Set.of(), Map.of()));
    Hit unknown = new Hit("a", "b", "c", OptionalLong.empty(), null, Set.of(), Map.of());
    assertTrue(unknown.sizeBytes().isEmpty());
  }

  @Test
  void aSharedItemHasASize() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SharedItem(Path.of("a"), "a", -1, Set.of(), Map.of()));
    assertEquals(0, new SharedItem(Path.of("a"), "a", 0, Set.of(), Map.of()).sizeBytes());
  }

  @Test
  void aGroupHasAMulticastAddress() {
    assertEquals("news", new Group(Endpoint.parse("224.2.127.254:9875"), "news").title());
    assertEquals("news", new Group(Endpoint.parse("[ff15::7101]:5004"), "news").title());
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> new Group(HERE, "news"));
    assertTrue(error.getMessage().contains("192.0.2.1:80"), error.getMessage());
  }

  @Test
  void theBytesToSignTellAllRecordsApart() {
    Urn alice = Urn.user("alice");
    List<byte[]> signed =
        List.of(
            new NameRecord(List.of(HERE), Map.of("a", "b"), 1, "key", null).bytesToSign(alice),
            new NameRecord(List.of(HERE), Map.of("a", "b"), 1, "key", null)
                .bytesToSign(Urn.user("bob")),
            new NameRecord(List.of(HERE), Map.of("a", "b"), 2, "key", null).bytesToSign(alice),
            new NameRecord(List.of(HERE), Map.of("a", "b"), 1, "other", null).bytesToSign(alice),
            new NameRecord(List.of(HERE), Map.of("a", "c"), 1, "key", null).bytesToSign(alice),
            new NameRecord(List.of(HERE), Map.of("ab", ""), 1, "key", null).bytesToSign(alice),
            new NameRecord(List.of(), Map.of("a", "b"), 1, "key", null).bytesToSign(alice),
            new NameRecord(List.of(HERE, HERE), Map.of(), 1, "key", null).bytesToSign(alice));
    for (int i = 0; i < signed.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertFalse(Arrays.equals(signed.get(i), signed.get(j)), i + " and " + j);
      }
    }
  }

  @Test
  void theSignatureItselfIsNotSigned() {
    Urn alice = Urn.user("alice");
    NameRecord plain = new NameRecord(List.of(HERE), attributes, 1, "key", null);
    NameRecord signed = new NameRecord(List.of(HERE), Map.copyOf(attributes), 1, "key", "sig");
    assertTrue(Arrays.equals(plain.bytesToSign(alice), signed.bytesToSign(alice)));
  }
}
