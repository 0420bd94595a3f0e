package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What hosts and routers of a LAN say to each other of groups. */
public sealed interface MembershipMessage {

  /** Where it is sent; port 0. */
  Endpoint to(boolean isIpv4);

  /**
   * A router asks for members.
   *
   * @param isV2 of IGMPv2, eight bytes
   * @param group null asks for all
   * @param maxResponseMillis within which to answer
   * @param isRouterSilent other routers leave their timers alone
   * @param sources of the group; empty asks for all
   */
  record Query(
      boolean isV2,
      @Nullable Endpoint group,
      int maxResponseMillis,
      boolean isRouterSilent,
      List<Endpoint> sources)
      implements MembershipMessage {

    /** Copies the sources. */
    public Query {
      sources = List.copyOf(sources);
    }

    @Override
    public Endpoint to(boolean isIpv4) {
      return group != null ? group : isIpv4 ? Addresses.ALL_SYSTEMS : Addresses.ALL_NODES;
    }
  }

  /** A host of IGMPv3 or MLDv2 tells of its groups. */
  record Report(List<GroupRecord> records) implements MembershipMessage {

    /** Copies the records. */
    public Report {
      records = List.copyOf(records);
    }

    @Override
    public Endpoint to(boolean isIpv4) {
      return isIpv4 ? Addresses.IGMPV3_ROUTERS : Addresses.MLDV2_ROUTERS;
    }
  }

  /** A host of IGMPv2 tells of a group. */
  record ReportV2(Endpoint group) implements MembershipMessage {
    @Override
    public Endpoint to(boolean isIpv4) {
      return group;
    }
  }

  /** A host of IGMPv2 has left a group. */
  record Leave(Endpoint group) implements MembershipMessage {
    @Override
    public Endpoint to(boolean isIpv4) {
      return Addresses.ALL_ROUTERS;
    }
  }
}
