package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.index.Range;
import io.peerwright.kit.index.Words;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.NapText;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a query the server is asked, and what is left to check on the hits. Servers round bit and
 * sample rates up to a table, so a lower bound can be sent and an upper one or an exact value
 * cannot.
 */
final class Queries {

  /** The most hits that OpenNap servers give for one search, whatever is asked for. */
  static final int USUAL_LIMIT = 100;

  private static final int MAX_ASKED = 10_000;

  private Queries() {}

  /** How many hits the server is asked for: more where not all that it gives may be wanted. */
  static int asked(Query query) {
    boolean filtered = !query.atMost().isEmpty() || !query.equal().isEmpty();
    int wanted = filtered ? Math.max(query.maxHits(), USUAL_LIMIT) : query.maxHits();
    return Math.min(wanted, MAX_ASKED);
  }

  static SearchQuery toWire(Query query) {
    return new SearchQuery(
        texts(query.words()),
        texts(query.excluded()),
        linkTypes(query),
        lower(query, "bitrate"),
        lower(query, "frequency"),
        lower(query, "size").atMost(query.atMost().getOrDefault("size", Long.MAX_VALUE)),
        lower(query, "duration").atMost(query.atMost().getOrDefault("duration", Long.MAX_VALUE)),
        SearchQuery.ANY_TYPE,
        asked(query),
        false);
  }

  private static List<String> texts(List<String> words) {
    return words.isEmpty() ? List.of() : List.of(NapText.encodeName(String.join(" ", words)));
  }

  private static Range lower(Query query, String attribute) {
    return Range.ANY.atLeast(query.atLeast().getOrDefault(attribute, 0L));
  }

  private static Range linkTypes(Query query) {
    Long speed = query.atLeast().get("speed");
    return speed == null ? Range.ANY : Range.ANY.atLeast(LinkType.ofKbitPerSecond(speed));
  }

  /**
   * True if the hit is wanted, as far as it tells. Some servers leave common words out of account,
   * so words are checked again, by the rules of the index: without case and accents, signs between
   * them. A wanted one may also be a part of a longer one, as servers with other rules may find it.
   */
  static boolean accepts(Query query, Hit hit) {
    List<String> name = Words.list(hit.name());
    return words(query.words())
            .allMatch(word -> name.stream().anyMatch(found -> found.contains(word)))
        && words(query.excluded()).noneMatch(name::contains)
        && query.atLeast().entrySet().stream().allMatch(bound -> isWithin(hit, bound, 1))
        && query.atMost().entrySet().stream().allMatch(bound -> isWithin(hit, bound, -1))
        && query.equal().entrySet().stream().allMatch(value -> isEqual(hit, value));
  }

  private static Stream<String> words(List<String> texts) {
    return texts.stream().flatMap(text -> Words.list(text).stream());
  }

  private static boolean isWithin(Hit hit, Map.Entry<String, Long> bound, int sign) {
    String value = value(hit, bound.getKey());
    if (value == null || !value.matches("[0-9]{1,18}")) {
      return true;
    }
    return sign * Long.compare(Long.parseLong(value), bound.getValue()) >= 0;
  }

  private static boolean isEqual(Hit hit, Map.Entry<String, String> wanted) {
    String value = value(hit, wanted.getKey());
    return value == null || value.equalsIgnoreCase(wanted.getValue());
  }

  private static @Nullable String value(Hit hit, String attribute) {
    if (!attribute.equals("size")) {
      return hit.attributes().get(attribute);
    }
    return hit.sizeBytes().isPresent() ? Long.toString(hit.sizeBytes().getAsLong()) : null;
  }
}
