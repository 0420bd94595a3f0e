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

  /** All names that hits of one content have for it. */
  public static List<Urn> names(Collection<Hit> hits) {
    return hits.stream().flatMap(hit -> hit.urns().stream()).distinct().toList();
  }
}
