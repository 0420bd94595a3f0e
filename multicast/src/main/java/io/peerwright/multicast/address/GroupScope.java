package io.peerwright.multicast.address;

/**
 * How far a group reaches: the scope field of IPv6 (RFC 4291, section 2.7, and RFC 7346), to which
 * RFC 2365 compares the administrative ranges of IPv4. From the nearest to the farthest.
 */
public enum GroupScope {
  /** Reserved. No router may forward it, and no host should send to it. */
  RESERVED(0),
  /** One interface: loopback. */
  INTERFACE_LOCAL(1),
  /** One subnet. */
  LINK_LOCAL(2),
  /** A realm of a kind of network, such as a mesh of sensors. */
  REALM_LOCAL(3),
  /** The smallest that has to be set up by hand. */
  ADMIN_LOCAL(4),
  /** A site. */
  SITE_LOCAL(5),
  /** An organization with several sites. */
  ORGANIZATION_LOCAL(8),
  /** Everywhere. */
  GLOBAL(14);

  private final int code;

  GroupScope(int code) {
    this.code = code;
  }

  /** The value of the scope field. */
  public int code() {
    return code;
  }

  /** Scopes without a name are defined by who runs a network; taken for the next nearer one. */
  static GroupScope of(int code) {
    if (code == 15) {
      return RESERVED;
    }
    GroupScope found = RESERVED;
    for (GroupScope each : values()) {
      if (each.code <= code) {
        found = each;
      }
    }
    return found;
  }
}
