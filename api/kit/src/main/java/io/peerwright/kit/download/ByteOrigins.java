package io.peerwright.kit.download;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who gave which bytes of a content, so that it can be told who is to blame when they turn out
 * wrong: one source alone is proven bad, of several each may be.
 *
 * @param <S> a source
 */
final class ByteOrigins<S> {

  /** Bytes up to {@code end} from one source; null if an earlier run has left them. */
  private record Stretch<S>(@Nullable S source, long end) {}

  private final TreeMap<Long, Stretch<S>> byStart = new TreeMap<>();

  /** The bytes from {@code from} up to {@code to} are from this source. */
  void add(@Nullable S source, long from, long to) {
    if (from >= to) {
      return;
    }
    remove(from, to);
    long start = from;
    Map.Entry<Long, Stretch<S>> before = byStart.lowerEntry(from);
    if (before != null && before.getValue().end == from && before.getValue().source == source) {
      start = before.getKey();
    }
    byStart.put(start, new Stretch<>(source, to));
  }

  /** These bytes are given up. */
  void remove(long from, long to) {
    Map.Entry<Long, Stretch<S>> first = byStart.floorEntry(from);
    long start = first == null ? from : first.getKey();
    for (Map.Entry<Long, Stretch<S>> each :
        new TreeMap<>(byStart.subMap(start, true, to, false)).entrySet()) {
      Stretch<S> stretch = each.getValue();
      if (stretch.end > from) {
        byStart.remove(each.getKey());
        if (each.getKey() < from) {
          byStart.put(each.getKey(), new Stretch<>(stretch.source, from));
        }
        if (stretch.end > to) {
          byStart.put(to, new Stretch<>(stretch.source, stretch.end));
        }
      }
    }
  }

  /** The known sources of the bytes of a range, in the order of the bytes. */
  Set<S> sources(long from, long to) {
    Set<S> found = new LinkedHashSet<>();
    byStart.forEach(
        (start, stretch) -> {
          S source = stretch.source;
          if (start < to && stretch.end > from && source != null) {
            found.add(source);
          }
        });
    return found;
  }

  /**
   * The one source that gave bytes of a range besides this; null if there were several, or none.
   */
  @Nullable S other(long from, long to, S besides) {
    S one = null;
    for (Map.Entry<Long, Stretch<S>> each : byStart.entrySet()) {
      if (each.getKey() < to && each.getValue().end > from) {
        S source = each.getValue().source;
        if (source == null || one != null && !one.equals(source) && !besides.equals(source)) {
          return null;
        }
        one = besides.equals(source) ? one : source;
      }
    }
    return one;
  }

  /** Where the bytes of a source are, each stretch from its first to behind its last. */
  List<SourceListener.Part> of(S source) {
    List<SourceListener.Part> found = new ArrayList<>();
    byStart.forEach(
        (start, stretch) -> {
          if (source.equals(stretch.source)) {
            found.add(new SourceListener.Part(start, stretch.end));
          }
        });
    return found;
  }

  /** The one source that gave all bytes of a range that are here; null if there were several. */
  @Nullable S only(long from, long to) {
    S one = null;
    for (Map.Entry<Long, Stretch<S>> each : byStart.entrySet()) {
      if (each.getKey() < to && each.getValue().end > from) {
        S source = each.getValue().source;
        if (source == null || one != null && !one.equals(source)) {
          return null;
        }
        one = source;
      }
    }
    return one;
  }
}
