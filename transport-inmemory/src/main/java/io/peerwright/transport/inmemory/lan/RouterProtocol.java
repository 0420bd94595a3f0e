package io.peerwright.transport.inmemory.lan;

import java.time.Duration;

/**
 * What a router speaks with the hosts and routers of its LANs: membership by IGMP and MLD, trees by
 * flood and prune after DVMRP version 3.
 *
 * @param membership what it asks IPv4 hosts with; IPv6 hosts are asked with MLDv2
 * @param pruneLifetime how long a prune of its holds; at least a second
 */
public record RouterProtocol(Membership membership, Duration pruneLifetime) {

  /** How members are found. */
  public enum Membership {
    /** RFC 2236: a member that hears another keeps silent. */
    IGMPV2,
    /** RFC 3376: sources can be chosen, and all members answer. */
    IGMPV3
  }

  /** IGMPv3, MLDv2, and prunes of two hours. */
  public static final RouterProtocol DEFAULT =
      new RouterProtocol(Membership.IGMPV3, Duration.ofHours(2));

  /** Checks the lifetime. */
  public RouterProtocol {
    if (pruneLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "pruneLifetime must be at least a second, is " + pruneLifetime);
    }
  }

  /** The same with IGMPv2. */
  public RouterProtocol withIgmpV2() {
    return new RouterProtocol(Membership.IGMPV2, pruneLifetime);
  }

  /** The same with prunes of another lifetime. */
  public RouterProtocol withPruneLifetime(Duration lifetime) {
    return new RouterProtocol(membership, lifetime);
  }
}
