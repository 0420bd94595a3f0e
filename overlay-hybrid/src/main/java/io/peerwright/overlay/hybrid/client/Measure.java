package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.index.Range;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.SearchQuery;

/**
 * A number that hits tell and searches can bound, so that a search can be cut into two by it. In
 * the order in which they are tried: the finest first, then those that all servers know.
 */
enum Measure {
  /** Bytes. */
  SIZE,
  /** Seconds. */
  DURATION,
  /** Kbit/s of the file. */
  BITRATE,
  /** The number of the protocol for the user's link. */
  LINK_TYPE;

  long of(Hit hit) {
    return switch (this) {
      case SIZE -> hit.sizeBytes().orElse(0);
      case DURATION -> attribute(hit, "duration");
      case BITRATE -> attribute(hit, "bitrate");
      case LINK_TYPE -> LinkType.ofKbitPerSecond(attribute(hit, "speed"));
    };
  }

  private static long attribute(Hit hit, String name) {
    return Long.parseLong(hit.attributes().getOrDefault(name, "0"));
  }

  Range of(SearchQuery query) {
    return switch (this) {
      case SIZE -> query.sizeBytes();
      case DURATION -> query.seconds();
      case BITRATE -> query.bitrate();
      case LINK_TYPE -> query.linkType();
    };
  }

  /** The same search within other bounds. */
  SearchQuery bound(SearchQuery query, Range range) {
    return new SearchQuery(
        query.contains(),
        query.excludes(),
        this == LINK_TYPE ? range : query.linkType(),
        this == BITRATE ? range : query.bitrate(),
        query.frequency(),
        this == SIZE ? range : query.sizeBytes(),
        this == DURATION ? range : query.seconds(),
        query.type(),
        query.maxResults(),
        query.localOnly());
  }
}
