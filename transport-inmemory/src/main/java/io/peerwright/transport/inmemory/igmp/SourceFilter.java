package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.net.Endpoint;
import java.util.Collection;
import java.util.List;

/**
 * Which sources of a group a host hears.
 *
 * @param isExclude all but the sources, or these alone
 * @param sources sorted, port 0
 */
public record SourceFilter(boolean isExclude, List<Endpoint> sources) {

  /** Hears nobody: no member. */
  public static final SourceFilter NONE = new SourceFilter(false, List.of());

  /** Hears everybody. */
  public static final SourceFilter ALL = new SourceFilter(true, List.of());

  /** Copies the sources in order. */
  public SourceFilter {
    sources = sources.stream().sorted().toList();
  }

  /** These sources alone. */
  public static SourceFilter only(Collection<Endpoint> sources) {
    return new SourceFilter(false, List.copyOf(sources));
  }

  boolean isNone() {
    return !isExclude && sources.isEmpty();
  }
}
