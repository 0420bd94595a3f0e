package io.peerwright.overlay.hybrid.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteOriginsTest {

  private final ByteOrigins<String> origins = new ByteOrigins<>();

  @Test
  void oneSourceAloneIsKnown() {
    assertNull(origins.only(10));
    origins.upTo("a", 0);
    assertNull(origins.only(10), "nothing came yet");
    origins.upTo("a", 40);
    origins.upTo("a", 100);
    assertEquals("a", origins.only(100));
    assertEquals(List.of("a"), sources(100));
  }

  @Test
  void severalAreSuspectsAsFarAsTheyGaveSome() {
    origins.upTo("a", 40);
    origins.upTo("b", 100);
    origins.upTo("a", 120);
    assertNull(origins.only(120));
    assertEquals(List.of("a", "b"), sources(120));
    assertEquals("a", origins.only(40), "the head is from one alone");
    assertEquals(List.of("a"), sources(40));
    assertNull(origins.only(41));
  }

  @Test
  void whatAnEarlierRunLeftIsFromNobodyKnown() {
    origins.upTo(null, 40);
    assertNull(origins.only(40));
    origins.upTo("a", 100);
    assertNull(origins.only(100));
    assertEquals(List.of("a"), sources(100));
  }

  @Test
  void whatIsGivenUpDoesNotCount() {
    origins.upTo("a", 40);
    origins.upTo("b", 100);
    origins.cut(60);
    assertEquals(List.of("a", "b"), sources(100));
    origins.cut(40);
    assertEquals("a", origins.only(100));
    origins.upTo("c", 50);
    origins.cut(20);
    assertEquals("a", origins.only(100));
    origins.cut(0);
    assertNull(origins.only(100));
    assertEquals(List.of(), sources(100));
  }

  private List<String> sources(long before) {
    return List.copyOf(origins.sources(before));
  }
}
