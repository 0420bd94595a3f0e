package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.overlay.Query;
import io.peerwright.kit.index.Range;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.NapText;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import java.util.List;

/**
 * What of a query the server is asked, and what is left to check on the hits, see {@link
 * io.peerwright.kit.index.HitFilter}. Servers round bit and sample rates up to a table, so a lower
 * bound can be sent and an upper one or an exact value cannot.
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
}
