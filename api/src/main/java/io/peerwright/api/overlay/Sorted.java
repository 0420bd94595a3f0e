package io.peerwright.api.overlay;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Immutable copies with an order of their own. The copies of {@link Map#copyOf} and {@link
 * Set#copyOf} iterate in another order in each JVM, which would reach the wire and end the
 * repeatability of a simulation.
 */
final class Sorted {

  private Sorted() {}

  static <V> Map<String, V> map(Map<String, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }

  static <E extends Comparable<E>> Set<E> set(Collection<E> elements) {
    return elements.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(elements));
  }
}
