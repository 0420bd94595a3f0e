package io.peerwright.multicast.address;

import io.peerwright.api.net.Endpoint;

/**
 * A multicast address and what can be read from it: its range, how far it reaches, and which
 * Ethernet address it is sent to.
 *
 * @param endpoint class D or FF00::/8; its port is of no matter
 */
public record GroupAddress(Endpoint endpoint) {

  /** Checks that it is a group. */
  public GroupAddress {
    if (!endpoint.isMulticast()) {
      throw new IllegalArgumentException(
          endpoint + " is no multicast address; take one of 224.0.0.0/4 or ff00::/8");
    }
  }

  /** Which of the registered ranges it is in. */
  public GroupRange range() {
    return endpoint.isIpv4() ? ipv4Range(endpoint.ipv4()) : ipv6Range();
  }

  private static GroupRange ipv4Range(int address) {
    int second = address >>> 16 & 0xff;
    int third = address >>> 8 & 0xff;
    return switch (address >>> 24) {
      case 224 -> block224(second, third);
      case 232 -> GroupRange.SOURCE_SPECIFIC;
      case 233 ->
          second < 252
              ? GroupRange.GLOP
              : second == 252 && third == 0 ? GroupRange.DOCUMENTATION : GroupRange.AD_HOC;
      case 234 -> GroupRange.UNICAST_PREFIX;
      case 239 -> block239(second);
      default -> GroupRange.UNASSIGNED;
    };
  }

  private static GroupRange block224(int second, int third) {
    if (second == 0) {
      return switch (third) {
        case 0 -> GroupRange.LOCAL_NETWORK_CONTROL;
        case 1 -> GroupRange.INTERNETWORK_CONTROL;
        default -> GroupRange.AD_HOC;
      };
    }
    if (second == 2) {
      return GroupRange.SAP_SESSIONS;
    }
    if (second == 3 || second == 4) {
      return GroupRange.AD_HOC;
    }
    return second >= 252 ? GroupRange.DIS_TRANSIENT : GroupRange.UNASSIGNED;
  }

  private static GroupRange block239(int second) {
    if (second == 255) {
      return GroupRange.SITE_LOCAL;
    }
    return second >>> 2 == 192 >>> 2 ? GroupRange.ORGANIZATION_LOCAL : GroupRange.ADMINISTRATIVE;
  }

  private GroupRange ipv6Range() {
    if (scope() == GroupScope.RESERVED) {
      return GroupRange.RESERVED;
    }
    return switch (flags()) {
      case 0 -> isSolicitedNode() ? GroupRange.SOLICITED_NODE : GroupRange.PERMANENT;
      case 1 -> GroupRange.TRANSIENT;
      case 3 ->
          (endpoint.high() >>> 32 & 0xffff) == 0
              ? GroupRange.SOURCE_SPECIFIC
              : GroupRange.UNICAST_PREFIX;
      case 7 -> GroupRange.EMBEDDED_RENDEZVOUS_POINT;
      default -> GroupRange.RESERVED;
    };
  }

  private boolean isSolicitedNode() {
    return endpoint.high() == 0xff02L << 48 && endpoint.low() >>> 24 == 0x1ffL;
  }

  /** 0RPT: rendezvous point, prefix, transient. */
  private int flags() {
    return (int) (endpoint.high() >>> 52) & 15;
  }

  /** How far it reaches, if its sender's TTL lets it. */
  public GroupScope scope() {
    if (!endpoint.isIpv4()) {
      return GroupScope.of((int) (endpoint.high() >>> 48) & 15);
    }
    return switch (range()) {
      case LOCAL_NETWORK_CONTROL -> GroupScope.LINK_LOCAL;
      case SITE_LOCAL -> GroupScope.SITE_LOCAL;
      case ORGANIZATION_LOCAL -> GroupScope.ORGANIZATION_LOCAL;
      case ADMINISTRATIVE -> GroupScope.ADMIN_LOCAL;
      default -> GroupScope.GLOBAL;
    };
  }

  /** Whether it is heard from chosen sources only. */
  public boolean isSourceSpecific() {
    return range() == GroupRange.SOURCE_SPECIFIC;
  }

  /** Whether routers may forward it. */
  public boolean isForwardable() {
    return scope().compareTo(GroupScope.LINK_LOCAL) > 0;
  }

  /** Whether it is nobody's for good. */
  public boolean isTransient() {
    return endpoint.isIpv4()
        ? range() != GroupRange.LOCAL_NETWORK_CONTROL
            && range() != GroupRange.INTERNETWORK_CONTROL
            && range() != GroupRange.AD_HOC
        : (flags() & 1) != 0;
  }

  /**
   * The Ethernet address: 01:00:5E and 23 bits of an IPv4 address (RFC 1112, section 6.4), so that
   * 32 groups share one; 33:33 and 32 bits of an IPv6 address (RFC 2464, section 7).
   */
  public String mac() {
    long low = endpoint.low();
    long mac =
        endpoint.isIpv4()
            ? 0x0100_5e00_0000L | low & 0x7f_ffff
            : 0x3333_0000_0000L | low & 0xffff_ffffL;
    StringBuilder text = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append(shift == 40 ? "" : ":");
      text.append(Character.forDigit((int) (mac >>> shift + 4) & 15, 16));
      text.append(Character.forDigit((int) (mac >>> shift) & 15, 16));
    }
    return text.toString();
  }
}
