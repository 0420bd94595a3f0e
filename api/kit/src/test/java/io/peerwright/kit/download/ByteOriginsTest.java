package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteOriginsTest {

  private final ByteOrigins<String> origins = new ByteOrigins<>();

  @Test
  void oneSourceAloneIsKnown() {
    assertNull(origins.only(0, 10));
    origins.add("a", 0, 0);
    assertNull(origins.only(0, 10), "nothing came yet");
    origins.add("a", 0, 40);
    origins.add("a", 40, 100);
    assertEquals("a", origins.only(0, 100));
    assertEquals(List.of("a"), sources(100));
  }

  @Test
  void severalAreSuspectsAsFarAsTheyGaveSome() {
    origins.add("a", 0, 40);
    origins.add("b", 40, 100);
    origins.add("a", 100, 120);
    assertNull(origins.only(0, 120));
    assertEquals(List.of("a", "b"), sources(120));
    assertEquals("a", origins.only(0, 40), "the head is from one alone");
    assertEquals(List.of("a"), sources(40));
    assertNull(origins.only(0, 41));
  }

  @Test
  void whatAnEarlierRunLeftIsFromNobodyKnown() {
    origins.add(null, 0, 40);
    assertNull(origins.only(0, 40));
    origins.add("a", 40, 100);
    assertNull(origins.only(0, 100));
    assertEquals(List.of("a"), sources(100));
  }

  @Test
  void whatIsGivenUpDoesNotCount() {
    origins.add("a", 0, 40);
    origins.add("b", 40, 100);
    origins.remove(60, 100);
    assertEquals(List.of("a", "b"), sources(100));
    origins.remove(40, 60);
    assertEquals("a", origins.only(0, 100));
    origins.add("c", 40, 50);
    origins.remove(20, 50);
    assertEquals("a", origins.only(0, 100));
    origins.remove(0, 20);
    assertNull(origins.only(0, 100));
    assertEquals(List.of(), sources(100));
  }

  @Test
  void whatLiesBehindAGapStays() {
    origins.add("a", 0, 100);
    origins.remove(40, 60);
    origins.add("b", 40, 60);
    assertEquals(List.of("a", "b", "a"), List.of("a", origins.only(40, 60), origins.only(60, 100)));
    assertEquals(List.of("a"), List.copyOf(origins.sources(60, 100)));
  }

  @Test
  void theOtherOneOfTwoIsKnown() {
    origins.add("a", 0, 40);
    origins.add("b", 40, 50);
    origins.add("a", 50, 100);
    assertEquals("b", origins.other(0, 100, "a"));
    assertEquals("a", origins.other(0, 100, "b"));
    assertNull(origins.other(0, 40, "a"), "there is no other");
    assertNull(origins.other(0, 100, "c"), "there are two");
    assertEquals(
        List.of(new SourceListener.Part(0, 40), new SourceListener.Part(50, 100)), origins.of("a"));
    origins.add(null, 0, 10);
    assertNull(origins.other(0, 100, "a"), "nobody knows who gave the first");
  }

  private List<String> sources(long before) {
    return List.copyOf(origins.sources(0, before));
  }
}
