package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.net.Endpoint;

/** How far the datagrams of a group may go. */
final class Scopes {

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
