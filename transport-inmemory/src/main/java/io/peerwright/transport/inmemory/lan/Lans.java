package io.peerwright.transport.inmemory.lan;

import java.time.Duration;

/**
 * The LANs of a simulation and the multicast routers between them.
 *
 * <p>A datagram to a group is heard on its sender's LAN. Routers forward it to the LANs that have
 * members for its source, on a tree of the fewest routers, at most one copy on each LAN and line,
 * while its TTL lasts; groups of link-local scope never leave a LAN. Hosts that were put on no LAN
 * are on the {@link #defaultLan}; those behind a NAT box are on none of these.
 *
 * <p>Routers with a {@link RouterProtocol} come to this by what they and the hosts say to each
 * other, and so later.
 */
public interface Lans {

  /** Where hosts are that were put nowhere else. */
  Lan defaultLan();

  /**
   * Adds a LAN, or with two routers and no hosts a line between them.
   *
   * @param latency what a datagram that a router puts on it takes more than one that stays on its
   *     LAN; 0 or more
   */
  Lan newLan(String name, Duration latency);

  /** Adds a router that forwards multicast between LANs, and knows at once where members are. */
  MulticastRouter newRouter(String name, Lan... between);

  /**
   * Adds a router that must find out where members are. It is a host of the simulation itself, of
   * this name. From the first one on, the hosts of its LANs speak IGMP and MLD.
   *
   * <p>What it puts on a LAN arrives after the latency of that, without loss; the network model
   * counts between hosts of one LAN only.
   *
   * @throws IllegalArgumentException if a router of the other kind is on one of these LANs
   * @throws IllegalStateException in a simulation of several shards
   */
  MulticastRouter newRouter(String name, RouterProtocol protocol, Lan... between);
}
