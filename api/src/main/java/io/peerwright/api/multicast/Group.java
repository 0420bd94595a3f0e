package io.peerwright.api.multicast;

import io.peerwright.api.net.Endpoint;

/**
 * A multicast group.
 *
 * @param address class D or FF00::/8, with the port of the group
 * @param title what it is about, for people
 */
public record Group(Endpoint address, String title) {

  /** Checks the address. */
  public Group {
    if (!address.isMulticast()) {
      throw new IllegalArgumentException(
          address + " is no multicast address; take one of 224.0.0.0/4 or ff00::/8");
    }
  }
}
