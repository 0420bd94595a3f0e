package io.peerwright.runtime;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** One query to all overlays of a peer. Used on its loop. */
final class SearchAll {

  /** Endings that are no failure, whatever was found. */
  private static final Set<Reason> ORDERLY = Set.of(Reason.ENDED, Reason.LIMIT, Reason.TIMEOUT);

  private final Query query;
  private final CompletableFuture<Found> result = new CompletableFuture<>();
  private final List<Hit> hits = new ArrayList<>();
  private final SortedMap<String, Reason> ends = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<Handle> running = new ArrayList<>();
  private int asked;
  private int ended;

  SearchAll(Query query) {
    this.query = query;
  }

  CompletableFuture<Found> result() {
    return result;
  }

  void fail(Throwable error) {
    result.completeExceptionally(error);
  }

  /** Asks all that can be asked; false if none can. */
  boolean start(List<Overlay> overlays) {
    for (Overlay overlay : overlays) {
      KeywordSearch search = overlay.as(KeywordSearch.class).orElse(null);
      if (search != null) {
        asked++;
        running.add(search.search(query, this::hit, reason -> ended(overlay.name(), reason)));
      }
    }
    return asked > 0;
  }

  private void hit(Hit hit) {
    if (result.isDone()) {
      return;
    }
    hits.add(hit);
    if (hits.size() == query.maxHits()) {
      finish();
    }
  }

  private void ended(String overlay, Reason reason) {
    ended++;
    ends.put(overlay, reason);
    if (!ORDERLY.contains(reason)) {
      failures.add(overlay + ": " + reason);
    }
    if (ended == asked) {
      finish();
    }
  }

  private void finish() {
    if (hits.isEmpty() && failures.size() == asked) {
      Set<Reason> reasons = Set.copyOf(ends.values());
      Reason all = reasons.size() == 1 ? reasons.iterator().next() : Reason.FAILED;
      result.completeExceptionally(
          new PeerwrightException(all, "the search failed in " + failures));
    } else {
      result.complete(new Found(hits, ends));
    }
    // A search that is over does not mind; one that goes on while others had enough is cancelled.
    running.forEach(Handle::close);
  }
}
