package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.net.Endpoint;

/** Groups: how far their datagrams may go. */
final class Scopes {

  /** Some group of each version of IP, to ask a host for its own address. */
  static final Endpoint ANY_IPV4_GROUP = Endpoint.ofIpv4(0xe0000001, 0);

  static final Endpoint ANY_IPV6_GROUP = Endpoint.parse("[ff02::1]:0");

  private Scopes() {}

  static boolean isLinkLocal(Endpoint group) {
    return group.isIpv4() ? group.ipv4() >>> 8 == 0xe00000 : scope(group) <= 2;
  }

  static boolean isAdministrative(Endpoint group) {
    return group.isIpv4() ? group.ipv4() >>> 24 == 239 : scope(group) < 14;
  }

  private static int scope(Endpoint group) {
    return (int) (group.high() >>> 48) & 15;
  }
}
