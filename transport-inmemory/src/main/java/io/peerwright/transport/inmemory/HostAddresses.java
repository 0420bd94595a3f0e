package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;

/** Addresses that follow from the numbers of hosts, and what else an address says by itself. */
final class HostAddresses {

  private static final int IPV4_NET = 10 << 24;
  private static final long IPV6_NET = 0xfd00L << 48;

  /** Of each network behind a NAT box. */
  static final int NAT_PREFIX_BITS = 16;

  private HostAddresses() {}

  static Endpoint ipv4(int index) {
    return Endpoint.ofIpv4(IPV4_NET + index + 1, 0);
  }

  static Endpoint ipv6(int index) {
    return new Endpoint(IPV6_NET, index + 1L, 0, 0);
  }

  /** The number of the host that has this address by order; -1 if it is none of these. */
  static int indexOf(Endpoint address) {
    if (address.isIpv4()) {
      return address.ipv4() >>> 24 == 10 ? (address.ipv4() & 0xff_ffff) - 1 : -1;
    }
    boolean ours = address.high() == IPV6_NET && address.low() >>> 24 == 0;
    return ours ? (int) address.low() - 1 : -1;
  }

  /** Whether a listen address is one to give a host, not just a port. */
  static boolean isSpecific(Endpoint address) {
    return !address.isAnyLocal() && !address.isLoopback();
  }

  static boolean same(Endpoint one, Endpoint other) {
    return one.high() == other.high() && one.low() == other.low();
  }
}
