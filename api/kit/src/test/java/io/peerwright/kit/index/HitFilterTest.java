package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HitFilterTest {

  private static final List<String> NAMES =
      List.of("a/Canci\u00f3n \u00c1mbar.mp3", "a/staying alive, amber.mp3", "a/amber (live).mp3");

  private static Hit hit(String name, long size, Map<String, String> attributes) {
    return new Hit("o", "p", name, OptionalLong.of(size), null, Set.of(), attributes);
  }

  private static List<String> accepted(String query) {
    return NAMES.stream()
        .filter(name -> HitFilter.accepts(Query.parse(query), hit(name, 5, Map.of())))
        .toList();
  }

  @Test
  void hitsAreJudgedByTheWordsOfTheIndex() {
    assertEquals(NAMES.subList(0, 1), accepted("CANCION ambar"));
    assertEquals(NAMES.subList(0, 1), accepted("canci\u00f3n"));
    assertEquals(NAMES.subList(1, 2), accepted("amber -live"));
    assertEquals(NAMES.subList(1, 3), accepted("amber-live"));
  }

  private static boolean accepts(String query, Map<String, String> attributes) {
    return HitFilter.accepts(Query.parse("x " + query), hit("x", 100, attributes));
  }

  @Test
  void boundsAreKeptAsFarAsHitsTell() {
    Map<String, String> told = Map.of("bitrate", "128", "type", "audio");
    assertEquals(true, accepts("bitrate>=128 bitrate<=128 type=Audio size>=100 size<=100", told));
    assertEquals(false, accepts("bitrate>=129", told));
    assertEquals(false, accepts("bitrate<=127", told));
    assertEquals(false, accepts("size<=99", told));
    assertEquals(false, accepts("type=video", told));
    assertEquals(true, accepts("type=video", Map.of()));
    assertEquals(true, accepts("duration>=10 frequency=44100", told));
    assertEquals(true, accepts("bitrate>=129", Map.of("bitrate", "much")));
  }

  @Test
  void theKindOfAFileIsThatOfItsNameIfNothingElseIsTold() {
    Query video = Query.parse("copper type=video");
    assertEquals(true, HitFilter.accepts(video, hit("copper.mkv", 100, Map.of())));
    assertEquals(false, HitFilter.accepts(video, hit("copper.ogg", 100, Map.of())));
    assertEquals(true, HitFilter.accepts(video, hit("copper.ogg", 100, Map.of("type", "video"))));
  }
}
