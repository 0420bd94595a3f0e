package io.peerwright.overlay.hybrid.transfer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gave which bytes of a content that comes in from its start on, so that it can be told who is
 * to blame when the whole turns out wrong: one source alone is proven bad, of several each may be.
 *
 * @param <S> a source
 */
final class ByteOrigins<S> {

  /** Bytes up to {@code end} from one source; null if an earlier run has left them. */
  private record Span<S>(@Nullable S source, long end) {}

  private final List<Span<S>> spans = new ArrayList<>();

  /** What came since the last call, up to {@code end}, is from this source. */
  void upTo(@Nullable S source, long end) {
    int last = spans.size() - 1;
    if (end <= end()) {
      return;
    }
    if (last >= 0 && spans.get(last).source == source) {
      spans.set(last, new Span<>(source, end));
    } else {
      spans.add(new Span<>(source, end));
    }
  }

  /** The bytes from a position on are given up. */
  void cut(long from) {
    while (end() > from) {
      Span<S> last = spans.remove(spans.size() - 1);
      if (end() < from) {
        spans.add(new Span<>(last.source, from));
      }
    }
  }

  private long end() {
    return spans.isEmpty() ? 0 : spans.get(spans.size() - 1).end;
  }

  /** The known sources of the bytes before a position, in their order. */
  Set<S> sources(long before) {
    Set<S> found = new LinkedHashSet<>();
    long start = 0;
    for (Span<S> span : spans) {
      if (start < before && span.source != null) {
        found.add(span.source);
      }
      start = span.end;
    }
    return found;
  }

  /** The one source that gave all bytes before a position; null if there were several. */
  @Nullable S only(long before) {
    S first = spans.isEmpty() ? null : spans.get(0).source;
    return first != null && spans.get(0).end >= Math.min(before, end()) ? first : null;
  }
}
