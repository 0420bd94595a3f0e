package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.index.HitFilter;
import io.peerwright.overlay.hybrid.transfer.WireNames;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A search of the application, from its start to its one end. */
final class SearchCall implements Handle {

  private static final String NO_NAME_HAS_THIS = "peerwright0fence0xq7";
  private static final Duration FENCE_WITHIN = Duration.ofMinutes(1);

  /** Between two searches for one of the application: servers do not like floods. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Loop loop;
  private final Query query;
  private final Consumer<Hit> hits;
  private final Ending ended;
  private final Consumer<SearchCall> asks;
  private final SearchPieces pieces;
  private final Set<Source> found = new HashSet<>();
  private final long timer;
  private long pause;
  private boolean noticed;
  private boolean refused;
  private boolean capped;
  private boolean over;

  /** Hears of the end. */
  interface Ending {

    /** It is over with so many hits. Called once, in a turn of its own. */
    void onEnd(int hits, Reason reason);
  }

  /** What makes two hits the same one: they may come for two of the searches. */
  private record Source(String peer, String name, OptionalLong sizeBytes) {
    static Source of(Hit hit) {
      return new Source(hit.peer(), WireNames.ofHit(hit), hit.sizeBytes());
    }
  }

  /**
   * A search that has not been sent yet.
   *
   * @param asks sends what {@link #wire()} says then, once more
   */
  SearchCall(
      Loop loop, Query query, Consumer<? super Hit> hits, Ending ended, Consumer<SearchCall> asks) {
    this.loop = loop;
    this.query = query;
    this.hits = AppCallbacks.one(loop, hits);
    this.ended = ended;
    this.asks = asks;
    this.pieces = new SearchPieces(Queries.toWire(query), query.maxHits());
    this.timer = loop.schedule(query.within().toNanos(), () -> end(Reason.TIMEOUT));
  }

  /**
   * A search that finds nothing. A server works through messages in their order, so its answer
   * tells that all sent before has been taken in; for shares it has no answer of their own.
   */
  static SearchCall fence(Loop loop, Runnable passed) {
    Query nothing = Query.parse(NO_NAME_HAS_THIS).limitedTo(1, FENCE_WITHIN);
    return new SearchCall(loop, nothing, hit -> {}, (found, reason) -> passed.run(), again -> {});
  }

  /** What the server is to be asked now. */
  SearchQuery wire() {
    return pieces.query();
  }

  boolean isOver() {
    return over;
  }

  boolean hasFound() {
    return !found.isEmpty();
  }

  void onHit(Hit hit) {
    if (over) {
      return;
    }
    pieces.onHit(hit);
    if (HitFilter.accepts(query, hit) && found.add(Source.of(hit))) {
      hits.accept(hit);
      if (found.size() == query.maxHits()) {
        end(Reason.LIMIT);
      }
    }
  }

  /** The server complained: its search error comes before the end of the hits. */
  void onNotice(String text) {
    noticed = true;
    boolean more = text.contains(SearchQuery.CAPPED);
    capped |= more;
    refused |= !more;
  }

  /** Goes on with a part of the search if the server has not given all. */
  void onEnd() {
    if (over) {
      return;
    }
    if (pieces.next(capped, refused)) {
      capped = false;
      refused = false;
      pause = loop.schedule(PAUSE.toNanos(), () -> asks.accept(this));
    } else if (!pieces.isComplete()) {
      end(Reason.LIMIT);
    } else {
      end(noticed && found.isEmpty() ? Reason.REFUSED : Reason.ENDED);
    }
  }

  void end(Reason reason) {
    if (!over) {
      over = true;
      loop.cancel(timer);
      loop.cancel(pause);
      // Not from inside close() or search().
      loop.execute(() -> ended.onEnd(found.size(), reason));
    }
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }
}
