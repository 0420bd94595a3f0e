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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a scale run: joins, shares, waits until the others have shared too, searches for
 * something it does not have, fetches the first hit. What a crash interrupts it begins again.
 */
final class Actor {

  /** The peers come within this time. */
  static final long JOIN_NANOS = Duration.ofSeconds(60).toNanos();

  /** Nobody searches before this, so that all shares are there. */
  private static final long SEARCH_FROM_NANOS = Duration.ofSeconds(90).toNanos();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_HITS = 20;
  private static final long AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

  private final Catalogue catalogue;
  private final ScenarioCounts counts;
  private final int[] titles;
  private final int wanted;

  /** The titles that are shared by those whom it can find. */
  private final BitSet near;

  private final long dueNanos;
  private Host host;
  private Overlay overlay;
  private boolean linked;
  private boolean counted;
  private boolean due;
  private boolean over;
  private @Nullable Hit first;

  /** What it fetches, until it has it or has failed. */
  private @Nullable Hit chosen;

  /**
   * A peer that has not begun.
   *
   * @param near takes the titles that it shares
   */
  Actor(
      Catalogue catalogue,
      ScenarioCounts counts,
      Host host,
      Overlay overlay,
      int files,
      BitSet near) {
    this.catalogue = catalogue;
    this.counts = counts;
    this.host = host;
    this.overlay = overlay;
    RandomGenerator random = host.loop().random("actor");
    titles = random.ints(0, catalogue.titles()).distinct().limit(files + 1L).toArray();
    wanted = titles[files];
    this.near = near;
    IntStream.of(titles).limit(files).forEach(near::set);
    host.loop().schedule(random.nextLong(JOIN_NANOS), this::join);
    dueNanos = SEARCH_FROM_NANOS + random.nextLong(JOIN_NANOS);
    host.loop().schedule(dueNanos, this::onDue);
  }

  String name() {
    return host.name();
  }

  /** Goes on from where it was, on the host that has taken the place of one that crashed. */
  void restarted(Host again, Overlay anew) {
    host = again;
    overlay = anew;
    linked = false;
    first = null;
    join();
    if (!due) {
      host.loop().schedule(Math.max(0, dueNanos - host.loop().nanoTime()), this::onDue);
    }
  }

  private void join() {
    overlay
        .join()
        .whenComplete(
            (joined, failure) -> {
              if (failure == null) {
                onLinked();
              } else {
                host.loop().schedule(AGAIN_NANOS, this::join);
              }
            });
  }

  private void onLinked() {
    if (!counted) {
      counted = true;
      counts.onJoined();
    }
    linked = true;
    share();
    if (due) {
      act();
    }
  }

  private void onDue() {
    due = true;
    if (linked) {
      act();
    }
  }

  private void act() {
    if (chosen != null) {
      fetch(chosen);
    } else if (!over) {
      search();
    }
  }

  private void share() {
    Sharing sharing = overlay.as(Sharing.class).orElseThrow();
    for (int i = 0; i < titles.length - 1; i++) {
      sharing.share(catalogue.item(titles[i]));
    }
  }

  private void search() {
    Query query = Query.parse(catalogue.words(wanted)).limitedTo(MAX_HITS, PATIENCE);
    overlay.as(KeywordSearch.class).orElseThrow().search(query, this::onHit, this::onSearched);
  }

  private void onHit(Hit hit) {
    counts.onHit();
    if (first == null && !hit.peer().equals(host.name())) {
      first = hit;
    }
  }

  private void onSearched(Reason reason) {
    counts.onSearched(first != null, near.get(wanted));
    if (first == null) {
      over = true;
    } else {
      chosen = first;
      fetch(first);
    }
  }

  private void fetch(Hit hit) {
    Fetch fetch = overlay.as(Fetch.class).orElseThrow();
    Path target = host.directory().resolve("downloads").resolve("wanted.ogg");
    Download download = fetch.fetch(List.of(hit), target, changed -> {});
    download
        .done()
        .whenComplete(
            (file, failure) -> {
              over = true;
              chosen = null;
              counts.onFetched(failure == null, hit.sizeBytes().orElse(0));
              if (failure == null) {
                discard(file);
              }
            });
  }

  /** What is complete and verified has done its part; it would only fill the memory. */
  private static void discard(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
