package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FoundContentTest {

  private static final String HEX = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
  private static final String BASE32 = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ";

  private static Hit hit(String overlay, String peer, long size, String... urns) {
    return new Hit(
        overlay,
        peer,
        "rain.mp3",
        OptionalLong.of(size),
        null,
        Arrays.stream(urns).map(Urn::parse).collect(Collectors.toSet()),
        Map.of());
  }

  private static List<String> merged(Hit... hits) {
    return new Found(List.of(hits), new TreeMap<>())
        .contents().stream()
            .map(each -> each.hits().stream().map(Hit::peer).collect(Collectors.joining("+")))
            .toList();
  }

  @Test
  void oneContentOfTwoOverlaysIsOne() {
    assertEquals(
        List.of("alice+carol", "bob"),
        merged(
            hit("hybrid", "alice", 10, "urn:sha1:" + HEX),
            hit("hybrid", "bob", 10),
            hit("gnutella", "carol", 10, "urn:sha1:" + BASE32)));
  }

  @Test
  void namesAreJoinedByWayOfOthers() {
    assertEquals(
        List.of("a+b+c"),
        merged(
            hit("x", "a", 10, "urn:one:1"),
            hit("y", "b", 10, "urn:two:2"),
            hit("z", "c", 10, "urn:one:1", "urn:two:2")));
  }

  @Test
  void anotherSizeIsAnotherContent() {
    assertEquals(
        List.of("a", "b"), merged(hit("x", "a", 10, "urn:one:1"), hit("y", "b", 11, "urn:one:1")));
  }

  @Test
  void whatHasNoNameStaysByItself() {
    assertEquals(List.of("a", "b"), merged(hit("x", "a", 10), hit("x", "b", 10)));
  }
}
