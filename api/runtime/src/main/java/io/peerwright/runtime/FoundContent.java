package io.peerwright.runtime;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One content, whoever offers it in whatever overlay.
 *
 * @param urns all names that its hits have for it, possibly none
 * @param hits who offers it, in the order in which they came in; at least one
 */
public record FoundContent(SortedSet<Urn> urns, List<Hit> hits) {

  /** Copies the collections. */
  public FoundContent {
    urns = new TreeSet<>(urns);
    hits = List.copyOf(hits);
  }

  /** What a person sees: the name and size of the first hit. */
  public Hit first() {
    return hits.get(0);
  }

  /**
   * Merges the hits that are of one content: those of one size that share a name, directly or by
   * way of others. A hit without any name stays by itself.
   *
   * @return in the order of their first hits
   */
  static List<FoundContent> of(List<Hit> hits) {
    int[] group = new int[hits.size()];
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < group.length; i++) {
      group[i] = i;
      for (Urn urn : hits.get(i).urns()) {
        Integer other = byName.putIfAbsent(urn + " " + hits.get(i).sizeBytes(), i);
        if (other != null) {
          join(group, i, other);
        }
      }
    }
    List<List<Hit>> merged = new ArrayList<>();
    for (int i = 0; i < group.length; i++) {
      merged.add(new ArrayList<>());
      merged.get(root(group, i)).add(hits.get(i));
    }
    return merged.stream().filter(same -> !same.isEmpty()).map(FoundContent::ofSame).toList();
  }

  private static FoundContent ofSame(List<Hit> same) {
    SortedSet<Urn> urns = new TreeSet<>(Comparator.naturalOrder());
    same.forEach(hit -> urns.addAll(hit.urns()));
    return new FoundContent(urns, same);
  }

  /** The earlier of both roots stays one. */
  private static void join(int[] group, int one, int other) {
    int a = root(group, one);
    int b = root(group, other);
    group[Math.max(a, b)] = Math.min(a, b);
  }

  private static int root(int[] group, int at) {
    int root = at;
    while (group[root] != root) {
      root = group[root];
    }
    group[at] = root;
    return root;
  }
}
