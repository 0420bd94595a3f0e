package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.net.Endpoint;

/** The groups that the messages themselves go to. */
final class Addresses {

  static final Endpoint ALL_SYSTEMS = Endpoint.ofIpv4(0xe0000001, 0);
  static final Endpoint ALL_ROUTERS = Endpoint.ofIpv4(0xe0000002, 0);
  static final Endpoint IGMPV3_ROUTERS = Endpoint.ofIpv4(0xe0000016, 0);
  static final Endpoint ALL_NODES = Endpoint.parse("[ff02::1]:0");
  static final Endpoint MLDV2_ROUTERS = Endpoint.parse("[ff02::16]:0");

  private Addresses() {}

  /** Groups that no report tells of: all systems, and IPv6 scopes that end in the host. */
  static boolean isNeverReported(Endpoint group) {
    return group.equals(ALL_SYSTEMS)
        || group.equals(ALL_NODES)
        || !group.isIpv4() && (group.high() >>> 48 & 15) <= 1;
  }
}
