package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import java.time.Duration;
import java.util.function.Consumer;

/** A search of the application, from its start to its one end. */
final class SearchCall implements Handle {

  private static final String NO_NAME_HAS_THIS = "peerwright0fence0xq7";
  private static final Duration FENCE_WITHIN = Duration.ofMinutes(1);

  private final Loop loop;
  private final Query query;
  private final Consumer<? super Hit> hits;
  private final Consumer<? super Reason> ended;
  private final long timer;
  private int received;
  private int found;
  private boolean noticed;
  private boolean capped;
  private boolean over;

  SearchCall(Loop loop, Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    this.loop = loop;
    this.query = query;
    this.hits = hits;
    this.ended = ended;
    this.timer = loop.schedule(query.within().toNanos(), () -> end(Reason.TIMEOUT));
  }

  /**
   * A search that finds nothing. A server works through messages in their order, so its answer
   * tells that all sent before has been taken in; for shares it has no answer of their own.
   */
  static SearchCall fence(Loop loop, Runnable passed) {
    Query nothing = Query.parse(NO_NAME_HAS_THIS).limitedTo(1, FENCE_WITHIN);
    return new SearchCall(loop, nothing, hit -> {}, reason -> passed.run());
  }

  Query query() {
    return query;
  }

  boolean isOver() {
    return over;
  }

  boolean hasFound() {
    return found > 0;
  }

  void onHit(Hit hit) {
    received++;
    if (over || !Queries.accepts(query, hit)) {
      return;
    }
    found++;
    hits.accept(hit);
    if (found == query.maxHits()) {
      end(Reason.LIMIT);
    }
  }

  /** The server complained: its search error comes before the end of the hits. */
  void onNotice(String text) {
    noticed = true;
    capped |= text.contains(SearchQuery.CAPPED);
  }

  /** A server that gives just as many hits as OpenNap's ever do has most likely left some out. */
  void onEnd() {
    boolean usual = received == Queries.USUAL_LIMIT && Queries.asked(query) > received;
    if (capped || usual) {
      end(Reason.LIMIT);
    } else {
      end(noticed && found == 0 ? Reason.REFUSED : Reason.ENDED);
    }
  }

  void end(Reason reason) {
    if (!over) {
      over = true;
      loop.cancel(timer);
      // Not from inside close() or search().
      loop.execute(() -> ended.accept(reason));
    }
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }
}
