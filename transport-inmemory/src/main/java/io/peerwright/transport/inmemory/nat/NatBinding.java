package io.peerwright.transport.inmemory.nat;

import io.peerwright.api.net.Endpoint;

/** A port of a NAT box's outside address, lent to an inside endpoint: a mapping of RFC 4787. */
final class NatBinding extends NatLease {

  private final Endpoint inside;
  private final Endpoint outside;

  NatBinding(Endpoint inside, Endpoint outside) {
    this.inside = inside;
    this.outside = outside;
  }

  Endpoint inside() {
    return inside;
  }

  Endpoint outside() {
    return outside;
  }
}
