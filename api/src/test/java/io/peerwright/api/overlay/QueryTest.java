package io.peerwright.api.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

  @Test
  void readsALineAsAPersonTypesIt() {
    Query query =
        Query.parse("  Copper rain -live bitrate>=192\tsize<=5000000 type=audio speed:56 ");
    assertEquals(List.of("Copper", "rain"), query.words());
    assertEquals(List.of("live"), query.excluded());
    assertEquals(Map.of("bitrate", 192L), query.atLeast());
    assertEquals(Map.of("size", 5_000_000L), query.atMost());
    assertEquals(Map.of("type", "audio", "speed", "56"), query.equal());
    assertEquals(100, query.maxHits());
    assertEquals(Duration.ofSeconds(15), query.within());
  }

  @Test
  void aSignThatBelongsToAWordIsPartOfIt() {
    assertEquals(
        List.of("-", "AC:DC", "rock-n-roll", "=", "1:2"),
        Query.parse("- AC:DC rock-n-roll = 1:2").words());
    assertEquals(List.of("re:start", "part:"), Query.parse("re:start part:").words());
    assertEquals(List.of(), Query.parse("   ").words());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bitrate>192",
        "bitrate>=",
        "size<5",
        "type=",
        "type:",
        "size>=big",
        "artist=fox",
        "year>=1999",
        "type>=5",
        "type=song",
        "bitrate=high",
        "size<=99999999999999999999"
      })
  void saysWhichPartIsWrong(String part) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Query.parse("copper " + part));
    assertTrue(error.getMessage().contains('"' + part + '"'), error.getMessage());
  }

  @Test
  void iteratesInTheSameOrderWhateverTheOrderOfTheCaller() {
    List<String> names = List.of("size", "bitrate", "speed", "duration", "frequency");
    Map<String, Long> bounds = new HashMap<>();
    names.forEach(name -> bounds.put(name, 1L));
    Query query =
        new Query(List.of(), List.of(), bounds, bounds, Map.of(), 1, Duration.ofSeconds(1));
    List<String> sorted = List.of("bitrate", "duration", "frequency", "size", "speed");
    assertEquals(sorted, new ArrayList<>(query.atLeast().keySet()));
    assertEquals(sorted, new ArrayList<>(query.atMost().keySet()));
  }

  @Test
  void copiesAndCannotBeChanged() {
    List<String> words = new ArrayList<>(List.of("copper"));
    Map<String, Long> bounds = new HashMap<>(Map.of("size", 1L));
    Query query = new Query(words, List.of(), bounds, Map.of(), Map.of(), 1, Duration.ofSeconds(1));
    words.clear();
    bounds.clear();
    assertEquals(List.of("copper"), query.words());
    assertEquals(Map.of("size", 1L), query.atLeast());
    assertThrows(UnsupportedOperationException.class, () -> query.atLeast().put("size", 2L));
  }

  @Test
  void checksItsLimits() {
    Query query = Query.parse("copper");
    assertThrows(IllegalArgumentException.class, () -> query.limitedTo(0, Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> query.limitedTo(1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> query.limitedTo(1, Duration.ofSeconds(-1)));
    Query limited = query.limitedTo(7, Duration.ofSeconds(3));
    assertEquals(7, limited.maxHits());
    assertEquals(Duration.ofSeconds(3), limited.within());
    assertEquals(query.words(), limited.words());
  }

  @Test
  void parsesOrRefusesWhateverItIsGiven() {
    SplittableRandom random = new SplittableRandom(8);
    String alphabet = "ab-<>=: 19\t\u00e4\ud83c\u0000";
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Query query = Query.parse(line.toString());
        int parts =
            query.words().size()
                + query.excluded().size()
                + query.atLeast().size()
                + query.atMost().size()
                + query.equal().size();
        assertTrue(parts <= 6, "more parts than blanks allow: " + query);
      } catch (IllegalArgumentException error) {
        assertTrue(error.getMessage().contains("\""), error.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 500 && refused < 19_500, "refused " + refused);
  }
}
