package io.peerwright.multicast.sap;

import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.address.GroupAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The well-known groups on which sessions are announced, one for each scope (RFC 2974, section 3):
 * a session is announced as far as it reaches itself.
 */
public final class SapGroups {

  /** The port of all of them. */
  public static final int PORT = 9_875;

  private static final Endpoint GLOBAL = Endpoint.ofIpv4(0xe002_7ffe, PORT);
  private static final Endpoint ORGANIZATION = Endpoint.ofIpv4(0xefc3_ffff, PORT);
  private static final Endpoint SITE = Endpoint.ofIpv4(0xefff_ffff, PORT);
  private static final List<Endpoint> IPV4 = List.of(GLOBAL, ORGANIZATION, SITE);

  /** Link, realm, admin, site, organization, global. */
  private static final List<Endpoint> IPV6 =
      Stream.of(2, 3, 4, 5, 8, 14).map(SapGroups::ofScope).toList();

  private SapGroups() {}

  /** FF0X::2:7FFE. */
  private static Endpoint ofScope(int scope) {
    return new Endpoint(0xff00L + scope << 48, 0x2_7ffeL, PORT, 0);
  }

  /**
   * Where a group is announced: at the highest address of its administrative scope, and at
   * 224.2.127.254 if it has none.
   */
  public static Endpoint announcing(Endpoint group) {
    GroupAddress address = new GroupAddress(group);
    if (!group.isIpv4()) {
      return ofScope(Math.max(2, address.scope().code()));
    }
    return switch (address.scope()) {
      case SITE_LOCAL -> SITE;
      case ORGANIZATION_LOCAL -> ORGANIZATION;
      default -> GLOBAL;
    };
  }

  /** All that whoever wants to hear of sessions listens to, for one family of addresses. */
  public static List<Endpoint> all(boolean ipv4) {
    return ipv4 ? IPV4 : IPV6;
  }
}
