package io.peerwright.overlay.hybrid;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Passes everything on to a client, for faults to be planted in between. */
class FileTap implements Overlay, KeywordSearch, Sharing, Browse, Fetch {

  final Host host;
  final Overlay inner;

  FileTap(Host host, Overlay inner) {
    this.host = host;
    this.inner = inner;
  }

  private <C extends Capability> C inner(Class<C> capability) {
    return inner.as(capability).orElseThrow();
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public CompletionStage<Void> join() {
    return inner.join();
  }

  @Override
  public CompletionStage<Void> leave() {
    return inner.leave();
  }

  @Override
  public List<Neighbour> neighbours() {
    return inner.neighbours();
  }

  @Override
  public List<Endpoint> endpoints() {
    return inner.endpoints();
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(KeywordSearch.class, Sharing.class, Browse.class, Fetch.class);
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    inner.meters(sink);
  }

  @Override
  public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    return inner(KeywordSearch.class).search(query, hits, ended);
  }

  @Override
  public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    return inner(Browse.class).browse(peer, hits, ended);
  }

  @Override
  public Handle share(SharedItem item) {
    return inner(Sharing.class).share(item);
  }

  @Override
  public CompletionStage<Void> published() {
    return inner(Sharing.class).published();
  }

  @Override
  public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
    return inner(Fetch.class).fetch(sources, target, changed);
  }
}
