package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import java.util.List;

/** How an overlay gets going: what must be there before the first peer, and how a peer is made. */
interface World {

  /** The hosts that all depend on; may be none. */
  List<Host> infrastructure();

  /** What runs on a host of the infrastructure, not joined yet. */
  Overlay server(Host host);

  /** In which part of the overlay a peer is, by its number: who is in another one is not found. */
  int part(int peer);

  /** Whether a hit is of the peer on the host of that name. */
  default boolean isOf(Hit hit, String owner) {
    return hit.peer().equals(owner);
  }

  /**
   * Whether a host of the infrastructure has the links that it should.
   *
   * @param peers how many peers are there that could be linked to it
   */
  default boolean isLinked(int links, int peers) {
    return links == peers;
  }

  /** A peer, not joined yet. */
  Overlay peer(Host host, int number);

  /** A peer that nobody can connect to, not joined yet. Two of these need not reach each other. */
  Overlay firewalled(Host host, int number);
}
