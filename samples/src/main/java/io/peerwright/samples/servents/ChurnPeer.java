package io.peerwright.samples.servents;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A servent that comes and goes, with the files that it shares whenever it is there. */
final class ChurnPeer {

  /** A search of one, and what it has found. */
  static final class Search {
    private final int title;
    private final int findable;
    private Set<String> servents = new HashSet<>(4);
    private double firstSeconds = Double.NaN;
    private @Nullable Reason end;

    private Search(int title, int findable) {
      this.title = title;
      this.findable = findable;
    }

    boolean isOver() {
      return end != null;
    }

    /** The share that was found of the servents that have it, or of those that were wanted. */
    double recall(int wanted) {
      return (double) servents.size() / Math.max(1, Math.min(wanted, findable));
    }

    int findable() {
      return findable;
    }

    int found() {
      return servents.size();
    }

    /** Until the first hit; not a number if there was none. */
    double firstSeconds() {
      return firstSeconds;
    }

    private void add(Hit hit, double seconds) {
      firstSeconds = servents.isEmpty() ? seconds : firstSeconds;
      servents.add(hit.peer());
    }
  }

  private final Host host;
  private final Overlay servent;
  private final int[] titles;

  ChurnPeer(Host host, Overlay servent, int[] titles, Titles all) {
    this.host = host;
    this.servent = servent;
    this.titles = titles;
    for (int each : titles) {
      servent.as(Sharing.class).orElseThrow().share(all.item(each));
    }
  }

  Host host() {
    return host;
  }

  Overlay servent() {
    return servent;
  }

  int[] titles() {
    return titles;
  }

  void joinIn(long nanos) {
    host.loop().schedule(nanos, servent::join);
  }

  void leaveIn(long nanos) {
    host.loop().schedule(nanos, servent::leave);
  }

  /**
   * Looks for a file soon.
   *
   * @param findable how many have it now
   */
  Search searchIn(long nanos, int title, int findable, ChurnPlan plan) {
    Search search = new Search(title, findable);
    host.loop().schedule(nanos, () -> start(search, plan));
    return search;
  }

  private void start(Search search, ChurnPlan plan) {
    long began = host.loop().nanoTime();
    Query query = Query.parse(Titles.words(search.title));
    servent
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(
            query.limitedTo(plan.wanted(), plan.patience()),
            hit -> search.add(hit, (host.loop().nanoTime() - began) / 1e9),
            reason -> search.end = reason);
  }
}
