package io.peerwright.multicast.address;

/**
 * What the registries of multicast addresses call the ranges: for IPv4 RFC 5771, which replaces the
 * RFC 3171, and RFC 2365; for IPv6 RFC 4291, 3306, 3956 and 4607.
 */
public enum GroupRange {
  /** 224.0.0.0/24: routing protocols of one subnet. Never forwarded, whatever the TTL. */
  LOCAL_NETWORK_CONTROL(false),
  /** 224.0.1.0/24: protocols that may be forwarded, such as NTP. */
  INTERNETWORK_CONTROL(false),
  /** 224.0.2.0 to 224.0.255.255, 224.3.0.0 to 224.4.255.255 and 233.252.0.0/14: by application. */
  AD_HOC(true),
  /** 224.2.0.0/16: sessions that are announced by SAP. */
  SAP_SESSIONS(true),
  /** 224.252.0.0/14: the transient groups of DIS simulations. */
  DIS_TRANSIENT(true),
  /** 232.0.0.0/8 and FF3x::/32: heard from chosen sources only. */
  SOURCE_SPECIFIC(true),
  /** 233.0.0.0 to 233.251.255.255: 256 groups for each autonomous system (RFC 3180). */
  GLOP(true),
  /** 233.252.0.0/24: for documentation (RFC 6676). */
  DOCUMENTATION(true),
  /** 234.0.0.0/8 and FF3x:00pp: groups that belong to the owner of a unicast prefix. */
  UNICAST_PREFIX(true),
  /** 239.0.0.0/8 but for the two ranges below: administrative scopes of who runs the network. */
  ADMINISTRATIVE(true),
  /** 239.192.0.0/14: an organization. */
  ORGANIZATION_LOCAL(true),
  /** 239.255.0.0/16: the smallest administrative scope. */
  SITE_LOCAL(true),
  /** IPv4 ranges that nobody was given. */
  UNASSIGNED(true),
  /** FF0x: assigned by IANA for good. */
  PERMANENT(true),
  /** FF02::1:FF00:0/104: the neighbour discovery of IPv6. */
  SOLICITED_NODE(false),
  /** FF1x: by whoever wants one. */
  TRANSIENT(true),
  /** FF7x: carries the address of its rendezvous point (RFC 3956). */
  EMBEDDED_RENDEZVOUS_POINT(true),
  /** IPv6 flags that are not defined, and the scopes 0 and F. */
  RESERVED(false);

  private final boolean forApplications;

  GroupRange(boolean forApplications) {
    this.forApplications = forApplications;
  }

  /** Whether an application may use it; the others belong to the network itself. */
  public boolean isForApplications() {
    return forApplications;
  }
}
