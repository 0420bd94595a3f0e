package io.peerwright.api.overlay;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;

/**
 * One peer's part in one overlay network. Used on the peer's loop only.
 *
 * <p>What it can do beyond joining is found out, not assumed: {@code overlay.as(Fetch.class)}. A
 * capability that is there works; no method answers that it is unsupported.
 */
public interface Overlay {

  /** The name of the provider that made it. */
  String name();

  /**
   * Becomes part of the network: listens, finds other peers, logs in. An overlay that loses its
   * last neighbour afterwards tries again by itself.
   *
   * @return completes on the loop when the peer can be used; fails if the configuration can never
   *     work (the port is taken, the login is refused), not because nobody answers yet
   */
  CompletionStage<Void> join();

  /** Takes leave of the neighbours and closes every socket. Also ends a {@link #join} under way. */
  CompletionStage<Void> leave();

  /** The peers that this one is linked to now. */
  List<Neighbour> neighbours();

  /** Where this overlay listens for others, with the real ports; empty while it does not. */
  default List<Endpoint> endpoints() {
    return List.of();
  }

  /** What this overlay can do. */
  Set<Class<? extends Capability>> capabilities();

  /** The overlay as one of its {@link #capabilities()}; empty if it is none of them. */
  default <C extends Capability> Optional<C> as(Class<C> capability) {
    return capabilities().contains(capability)
        ? Optional.of(capability.cast(this))
        : Optional.empty();
  }

  /**
   * Tells its counters to {@code sink}, under names such as {@code searches.sent}. They only grow;
   * a name that ends in {@code .now} is a level. The runtime sums them over all peers.
   */
  void meters(ObjLongConsumer<String> sink);
}
