package io.peerwright.multicast.ip;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces that multicast uses, each named by one of its addresses. The any-local address of
 * a family stands for the one that the system chooses.
 */
public final class Interfaces {

  private static final Endpoint ANY_IPV4 = Endpoint.ofIpv4(0, 0);
  private static final Endpoint ANY_IPV6 = new Endpoint(0, 0, 0, 0);

  private final Host host;
  private final List<Endpoint> all;

  /** As a configuration chooses them. */
  Interfaces(Host host, List<Endpoint> listed, boolean everyOne) {
    this.host = host;
    if (!listed.isEmpty()) {
      all = listed;
    } else if (everyOne) {
      all = one(host.transport());
    } else {
      Endpoint listen = host.listenAddress().withPort(0);
      all = listen.isAnyLocal() ? List.of(ANY_IPV4, ANY_IPV6) : List.of(listen);
    }
  }

  /**
   * An address of each interface and family. Two addresses are on one interface if their subnets
   * are the same, or if both have the same scope; a link-local IPv6 address, which each interface
   * has, stands for its others. The loopback interface counts only where there is no other.
   */
  static List<Endpoint> one(Transport transport) {
    List<Endpoint> addresses = transport.localAddresses();
    boolean hasOthers = addresses.stream().anyMatch(each -> !each.isLoopback());
    boolean hasLinkLocal = addresses.stream().anyMatch(each -> each.scope() != 0);
    List<Endpoint> chosen = new ArrayList<>();
    for (Endpoint each : addresses) {
      boolean isHidden = each.isLoopback() && hasOthers;
      boolean isStoodFor = hasLinkLocal && !each.isIpv4() && each.scope() == 0;
      if (!isHidden
          && !isStoodFor
          && chosen.stream().noneMatch(other -> isOneInterface(transport, each, other))) {
        chosen.add(each);
      }
    }
    return chosen;
  }

  private static boolean isOneInterface(Transport transport, Endpoint one, Endpoint other) {
    if (one.isIpv4() != other.isIpv4() || one.scope() != other.scope()) {
      return false;
    }
    int bits = transport.prefixBits(one);
    if (one.isIpv4()) {
      return bits == 0 || (one.ipv4() ^ other.ipv4()) >>> 32 - bits == 0;
    }
    int high = Math.min(bits, 64);
    return high == 0 || (one.high() ^ other.high()) >>> 64 - high == 0;
  }

  /** Those of a family of addresses. */
  List<Endpoint> of(boolean ipv4) {
    return all.stream().filter(each -> each.isIpv4() == ipv4).toList();
  }

  List<Endpoint> all() {
    return all;
  }

  /** The address to hand over to a socket: null leaves the choice to the system. */
  static @Nullable Endpoint onInterface(Endpoint address) {
    return address.isAnyLocal() ? null : address;
  }

  /** What groups of a family are heard at, with a port. */
  static Endpoint any(boolean ipv4, int port) {
    return (ipv4 ? ANY_IPV4 : ANY_IPV6).withPort(port);
  }

  /** The own address that others see what we send to come from, as far as we know. */
  Endpoint origin(boolean ipv4) {
    for (Endpoint each : of(ipv4)) {
      if (!each.isAnyLocal()) {
        return new Endpoint(each.high(), each.low(), 0, 0);
      }
    }
    Endpoint best = any(ipv4, 0);
    for (Endpoint each : host.transport().localAddresses()) {
      boolean isBetter = best.isAnyLocal() || best.isLoopback() && !each.isLoopback();
      if (each.isIpv4() == ipv4 && each.scope() == 0 && isBetter) {
        best = each;
      }
    }
    return best;
  }
}
