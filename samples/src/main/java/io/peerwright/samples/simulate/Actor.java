package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a scale run: joins, shares, waits until the others have shared too, searches for
 * something it does not have, fetches the first hit.
 */
final class Actor {

  private static final int MAX_HITS = 20;

  private final Scenario scenario;
  private final Host host;
  private final Overlay overlay;
  private final int[] titles;
  private final int wanted;
  private @Nullable Hit first;

  Actor(Scenario scenario, Host host, Overlay overlay, int files) {
    this.scenario = scenario;
    this.host = host;
    this.overlay = overlay;
    RandomGenerator random = host.loop().random("actor");
    titles = random.ints(0, scenario.catalogue().titles()).distinct().limit(files + 1L).toArray();
    wanted = titles[files];
    host.loop().schedule(random.nextLong(Scenario.JOIN_NANOS), this::join);
    host.loop()
        .schedule(Scenario.SEARCH_FROM_NANOS + random.nextLong(Scenario.JOIN_NANOS), this::search);
  }

  private void join() {
    overlay
        .join()
        .whenComplete(
            (joined, failure) -> {
              if (failure == null) {
                scenario.onJoined();
                share();
              }
            });
  }

  private void share() {
    Sharing sharing = overlay.as(Sharing.class).orElseThrow();
    for (int i = 0; i < titles.length - 1; i++) {
      sharing.share(scenario.catalogue().item(titles[i]));
    }
  }

  private void search() {
    Query query =
        Query.parse(scenario.catalogue().words(wanted)).limitedTo(MAX_HITS, Scenario.PATIENCE);
    overlay.as(KeywordSearch.class).orElseThrow().search(query, this::onHit, this::onSearched);
  }

  private void onHit(Hit hit) {
    scenario.onHit();
    if (first == null && !hit.peer().equals(host.name())) {
      first = hit;
    }
  }

  private void onSearched(Reason reason) {
    Hit hit = first;
    if (hit == null) {
      scenario.onSearched(false);
      return;
    }
    first = null;
    scenario.onSearched(true);
    Fetch fetch = overlay.as(Fetch.class).orElseThrow();
    Download download =
        fetch.fetch(
            List.of(hit),
            host.directory().resolve("downloads").resolve("wanted.ogg"),
            changed -> {});
    download
        .done()
        .whenComplete((file, failure) -> scenario.onFetched(failure == null, hit.sizeBytes()));
  }
}
