package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;

/**
 * A peer that needs no network, for all peers of a test share a board in memory. The simplest thing
 * that keeps the contract of a capability, for faults to be planted in.
 */
abstract class FakePeer implements Overlay {

  static final long DELAY_NANOS = 10_000_000;

  final Host host;
  private final Class<? extends Capability> capability;
  boolean present;

  FakePeer(Host host, Class<? extends Capability> capability) {
    this.host = host;
    this.capability = capability;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public CompletionStage<Void> join() {
    present = true;
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> leave() {
    present = false;
    return CompletableFuture.completedStage(null);
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of();
  }

  @Override
  public List<Neighbour> neighbours() {
    return List.of();
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(capability);
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {}
}
