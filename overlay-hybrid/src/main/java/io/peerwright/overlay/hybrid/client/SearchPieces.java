package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.index.Range;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The searches that one search is cut into where a server gives no more than so many hits for one:
 * halves by a {@link Measure} at the middle of what the hits tell, and halves of these, until the
 * server gives all of each. What lies within the bounds of none is in no answer of the server
 * either, so nothing is missed; some hits come twice.
 *
 * <p>A search with n hits at a server that gives c takes about 4 n / c searches; there is a most of
 * them. A measure that the server refuses, or does not keep to, is not used again.
 */
final class SearchPieces {

  /** Enough for the middle of the hits, however many a server sends. */
  private static final int SAMPLE = 1_000;

  private static final int USUAL_COUNT = 50;
  private static final int LEAST = 24;
  private static final int MOST = 200;

  /** A search, and what it is a half of and by which measure; the first one of nothing. */
  private record Piece(SearchQuery query, @Nullable Answer of, @Nullable Measure by) {}

  /** The hits for a piece as far as they are kept. */
  private record Answer(SearchQuery query, List<Hit> hits) {}

  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
  private final Set<Measure> usable = EnumSet.allOf(Measure.class);
  private Piece current;
  private List<Hit> hits = new ArrayList<>();
  private int received;
  private int left;
  private boolean complete = true;

  /**
   * The whole search is the first piece.
   *
   * @param wanted hits of the search
   */
  SearchPieces(SearchQuery whole, int wanted) {
    current = new Piece(whole, null, null);
    left = Math.min(MOST, LEAST + wanted / (Queries.USUAL_LIMIT / 4));
  }

  /** What the server is to be asked now. */
  SearchQuery query() {
    return current.query;
  }

  /** A hit for the current piece, whether it is wanted or not. */
  void onHit(Hit hit) {
    received++;
    if (hits.size() < SAMPLE) {
      hits.add(hit);
    }
  }

  /**
   * The answer for the current piece is over.
   *
   * @param capped the server said that there are more
   * @param refused the server complained
   * @return false if there is nothing more to ask
   */
  boolean next(boolean capped, boolean refused) {
    Piece asked = current;
    Answer answer = new Answer(asked.query, hits);
    Answer whole = asked.of;
    Measure by = asked.by;
    if (whole != null && by != null && !isKept(answer, by, refused)) {
      usable.remove(by);
      waiting.removeIf(each -> each.of == whole);
      cut(whole);
    } else if (received > 0 && (capped || isFull(asked.query))) {
      cut(answer);
    } else {
      complete &= !capped;
    }
    Piece next = left > 0 ? waiting.poll() : null;
    if (next == null) {
      complete &= waiting.isEmpty();
      return false;
    }
    left--;
    current = next;
    hits = new ArrayList<>();
    received = 0;
    return true;
  }

  /** False if there may be hits that no answer had. */
  boolean isComplete() {
    return complete;
  }

  /** A server that gives all that was asked for, or a round number, may have left some out. */
  private boolean isFull(SearchQuery asked) {
    return received >= asked.maxResults() || received % USUAL_COUNT == 0;
  }

  /** Whether the server knows the measure: it may refuse it or pass it over. */
  private static boolean isKept(Answer answer, Measure by, boolean refused) {
    Range range = by.of(answer.query);
    return !(refused && answer.hits.isEmpty())
        && answer.hits.stream().allMatch(hit -> range.contains(by.of(hit)));
  }

  private void cut(Answer answer) {
    for (Measure measure : usable) {
      long[] values = answer.hits.stream().mapToLong(measure::of).sorted().toArray();
      long highest = values[values.length - 1];
      int middle = (values.length - 1) / 2;
      while (middle > 0 && values[middle] == highest) {
        middle--;
      }
      if (values[middle] < highest) {
        Range range = measure.of(answer.query);
        waiting.push(half(answer, measure, range.atLeast(values[middle] + 1)));
        waiting.push(half(answer, measure, range.atMost(values[middle])));
        return;
      }
    }
    complete = false;
  }

  private static Piece half(Answer answer, Measure measure, Range range) {
    return new Piece(measure.bound(answer.query, range), answer, measure);
  }
}
