package io.peerwright.tck;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One search or listing, watched by the referee. What it found may be read by any thread. */
final class SearchProbe {

  private final Machine machine;
  private final List<Hit> hits = new ArrayList<>();
  private final List<Reason> ended = new ArrayList<>();
  private Consumer<SearchProbe> onHit = probe -> {};
  private @Nullable Handle handle;

  private SearchProbe(Machine machine) {
    this.machine = machine;
  }

  /** Begins a search or a listing that tells its hits and its end. */
  interface Beginning {

    Handle begin(Consumer<Hit> hits, Consumer<Reason> ended);
  }

  /** Begins a search. */
  static SearchProbe begin(PeersContract.Peer peer, Query query) {
    return begin(peer, query, probe -> {});
  }

  /** Begins a search that does something about each hit. */
  static SearchProbe begin(PeersContract.Peer peer, Query query, Consumer<SearchProbe> onHit) {
    KeywordSearch search = peer.as(KeywordSearch.class);
    return begin(peer, (hits, ended) -> search.search(query, hits, ended), onHit);
  }

  /** Begins a listing of what another peer shares, as the overlay names it. */
  static SearchProbe list(PeersContract.Peer peer, String other) {
    return list(peer, other, probe -> {});
  }

  /** Begins a listing that does something about each hit. */
  static SearchProbe list(PeersContract.Peer peer, String other, Consumer<SearchProbe> onHit) {
    Browse browse = peer.as(Browse.class);
    return begin(peer, (hits, ended) -> browse.browse(other, hits, ended), onHit);
  }

  private static SearchProbe begin(
      PeersContract.Peer peer, Beginning beginning, Consumer<SearchProbe> onHit) {
    SearchProbe probe = new SearchProbe(peer.machine());
    probe.onHit = onHit;
    peer.machine().run(() -> probe.handle = beginning.begin(probe::hit, probe::end));
    return probe;
  }

  /** What throws at each hit, once it is written down. */
  static Consumer<SearchProbe> throwing(RuntimeException thrown) {
    return probe -> {
      throw thrown;
    };
  }

  /** Begins a search and cancels it, twice, before anything else can happen. */
  static SearchProbe cancelled(PeersContract.Peer peer, Query query) {
    KeywordSearch search = peer.as(KeywordSearch.class);
    return cancelled(peer, (hits, ended) -> search.search(query, hits, ended));
  }

  /** Begins a search or a listing and cancels it, twice, before anything else can happen. */
  static SearchProbe cancelled(PeersContract.Peer peer, Beginning beginning) {
    SearchProbe probe = new SearchProbe(peer.machine());
    peer.machine()
        .run(
            () -> {
              probe.handle = beginning.begin(probe::hit, probe::end);
              probe.cancel();
              probe.cancel();
            });
    return probe;
  }

  private void hit(Hit hit) {
    callback(
        "a hit",
        () -> {
          synchronized (this) {
            if (!ended.isEmpty()) {
              machine.referee().foul("a hit came after the end of its search");
            }
            hits.add(hit);
          }
          onHit.accept(this);
        });
  }

  private void end(Reason reason) {
    callback(
        "the end of a search",
        () -> {
          synchronized (this) {
            if (!ended.isEmpty()) {
              machine.referee().foul("a search ended twice");
            }
            ended.add(reason);
          }
        });
  }

  private void callback(String what, Runnable body) {
    machine.referee().enter(machine.loop(), what, body);
  }

  /** Cancels it; on the loop. */
  void cancel() {
    Objects.requireNonNull(handle).close();
  }

  /** Waits for its end. */
  SearchProbe await() {
    machine.await("the search to end", this::isOver);
    return this;
  }

  synchronized boolean isOver() {
    return !ended.isEmpty();
  }

  synchronized List<Hit> hits() {
    return List.copyOf(hits);
  }

  /** The names of the hits, sorted. */
  List<String> names() {
    return hits().stream().map(Hit::name).sorted().toList();
  }

  synchronized Reason reason() {
    if (ended.isEmpty()) {
      throw new AssertionError("the search has not ended");
    }
    return ended.get(0);
  }
}
