package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;

/** Passes everything on to an overlay. */
class OverlayTap implements Overlay {

  final Host host;
  final Overlay inner;

  OverlayTap(Host host, Overlay inner) {
    this.host = host;
    this.inner = inner;
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
    return inner.capabilities();
  }

  @Override
  public <C extends Capability> Optional<C> as(Class<C> capability) {
    return inner.as(capability);
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    inner.meters(sink);
  }
}
