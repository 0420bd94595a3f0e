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
 *
 * <p><b>Before {@link #join}</b> it has no socket, no timer, no neighbour and no endpoint. Its
 * capabilities are there, and may be used: what can wait (a share, a registration, a group) takes
 * effect with the join; what cannot (a search, a lookup, a message) ends at once with {@link
 * io.peerwright.api.Reason#UNREACHABLE}; a download, which would have nobody to go on with, is
 * refused by {@link IllegalStateException}.
 *
 * <p><b>{@link #leave}</b> ends what is under way, searches, listings, downloads and stages, with
 * {@link io.peerwright.api.Reason#SHUTDOWN}; a join fails. What the peer has offered (shares,
 * registrations, announced groups, memberships, who hears messages) stays with the overlay, and
 * takes effect again if it joins again, until its handle is closed, be it while the peer is away.
 *
 * <p>An overlay may join and leave any number of times. It starts no thread and never sleeps or
 * waits on its loop: what takes its time goes through {@link io.peerwright.api.Loop#offload}. Its
 * callbacks throw nothing, whatever comes in: what cannot be read is dropped, or costs the link
 * that it came by. Those of the application may throw: the loop reports it, once for each callback,
 * and nothing else is in its way.
 */
public interface Overlay {

  /** The name of the provider that made it. */
  String name();

  /**
   * Becomes part of the network: listens, finds other peers, logs in. An overlay that loses its
   * last neighbour afterwards tries again by itself.
   *
   * <p>Joining again while a join is under way or done opens nothing more: it is the same join, and
   * ends with it.
   *
   * @return completes on the loop when the peer can be used; fails with an {@link
   *     io.peerwright.api.OverlayException} if the configuration can never work ({@link
   *     io.peerwright.api.Reason#ADDRESS_IN_USE}, a login that is refused), not because nobody
   *     answers yet. A join that failed has closed all that it opened, and may be tried again
   */
  CompletionStage<Void> join();

  /**
   * Takes leave of the neighbours, and closes every socket and timer; nothing is opened after that
   * until the next join. Also ends a {@link #join} under way, which fails. Allowed at any time;
   * leaving what was not joined, or has left, does nothing.
   *
   * @return completes on the loop when nothing is open any more; does not fail
   */
  CompletionStage<Void> leave();

  /** The peers that this one is linked to now. */
  List<Neighbour> neighbours();

  /** Where this overlay listens for others, with the real ports; empty while it does not. */
  List<Endpoint> endpoints();

  /** What this overlay can do; the same before and after it joins. */
  Set<Class<? extends Capability>> capabilities();

  /** The overlay as one of its {@link #capabilities()}; empty if it is none of them. */
  default <C extends Capability> Optional<C> as(Class<C> capability) {
    return capabilities().contains(capability)
        ? Optional.of(capability.cast(this))
        : Optional.empty();
  }

  /**
   * Tells its counters to {@code sink}, each once, under names such as {@code searches.sent}: words
   * in lower case with dots or hyphens between. None is ever negative or gone. They only grow, also
   * from one join to the next; a name that ends in {@code .now} is a level. The runtime sums them
   * over all peers.
   */
  void meters(ObjLongConsumer<String> sink);
}
