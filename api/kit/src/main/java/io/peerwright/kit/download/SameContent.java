package io.peerwright.kit.download;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which hits, of whatever overlays, are of one content, by their sizes and names. */
public final class SameContent {

  private SameContent() {}

  /** Those that can be of the same content as the first, by size and hashes. */
  public static List<Hit> asFirst(List<Hit> hits) {
    Map<String, Urn> names = new TreeMap<>();
    List<Hit> same = new ArrayList<>();
    for (Hit hit : hits) {
      boolean other =
          !hit.sizeBytes().equals(hits.get(0).sizeBytes())
              || hit.urns().stream()
                  .anyMatch(urn -> !urn.equals(names.getOrDefault(urn.namespace(), urn)));
      if (!other) {
        hit.urns().forEach(urn -> names.put(urn.namespace(), urn));
        same.add(hit);
      }
    }
    return same;
  }

  /** True if a hit has another name than one of these in a namespace of both. */
  public static boolean isContradicted(Collection<Urn> names, Hit hit) {
    return hit.urns().stream()
        .filter(urn -> !names.contains(urn))
        .anyMatch(urn -> names.stream().anyMatch(name -> isOneSpace(urn, name)));
  }

  private static boolean isOneSpace(Urn one, Urn other) {
    return one.namespace().equals(other.namespace());
  }

  /** True if a hit has one of these names, and contradicts none. */
  public static boolean isNamed(Collection<Urn> names, Hit hit) {
    return hit.urns().stream().anyMatch(names::contains) && !isContradicted(names, hit);
  }

  /** All names that hits of one content have for it. */
  public static List<Urn> names(Collection<Hit> hits) {
    return hits.stream().flatMap(hit -> hit.urns().stream()).distinct().toList();
  }
}
