package io.peerwright.multicast.ip;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.Bounds;
import io.peerwright.multicast.address.GroupPrefix;
import io.peerwright.multicast.reliable.ReliableSettings;
import java.time.Duration;
import java.util.List;

/**
 * How a peer uses IP multicast.
 *
 * @param interfaces own addresses, port 0, each on an interface that is used; none: the one that
 *     the peer listens on, or what the system chooses if that is all of them
 * @param everyInterface whether all interfaces are used if none is listed: members hear on all of
 *     them, and a message leaves by each
 * @param ttl how many routers a message may cross, plus one
 * @param loopback whether members on this host hear what is sent
 * @param groups ranges of the groups that may be used, such as 239.0.0.0/8 or ff15::/16; none: all
 *     that are for applications
 * @param announcements whether groups are announced and discovered by SAP
 * @param announcementBits bits per second of all announcements of a scope together
 * @param delivery what a datagram holds, and what becomes of one that is lost; alike for all
 *     members of a group
 * @param datagramBytes the longest datagram of bundled messages: 1,452 fit an Ethernet
 * @param keepKibibytes what a source keeps of a group, for who missed it or comes later; a quarter
 *     of it is as far as a source may be ahead of who follows
 * @param keepTime how long it keeps it
 */
public record IpMulticastConfig(
    List<Endpoint> interfaces,
    boolean everyInterface,
    int ttl,
    boolean loopback,
    List<String> groups,
    boolean announcements,
    int announcementBits,
    IpDelivery delivery,
    int datagramBytes,
    int keepKibibytes,
    Duration keepTime) {

  /** The interface that the peer listens on, one subnet, all groups, 4,000 bit/s to announce. */
  public static final IpMulticastConfig DEFAULT =
      new IpMulticastConfig(
          List.of(),
          false,
          1,
          true,
          List.of(),
          true,
          4_000,
          IpDelivery.DATAGRAMS,
          1_452,
          4_096,
          Duration.ofSeconds(30));

  /** Sources of one group that a member listens to at one time. */
  private static final int MOST_SOURCES = 256;

  /** Checks the ranges. */
  public IpMulticastConfig {
    interfaces = List.copyOf(interfaces);
    groups = List.copyOf(groups);
    for (Endpoint each : interfaces) {
      if (each.isMulticast() || each.isAnyLocal() || each.port() != 0) {
        throw new IllegalArgumentException(
            "interfaces must be own addresses with port 0, such as 192.0.2.1:0, not " + each);
      }
    }
    Bounds.check("ttl", ttl, 0, 255);
    for (String each : groups) {
      try {
        GroupPrefix.parse(each);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("groups: " + e.getMessage(), e);
      }
    }
    Bounds.check("announcementBits", announcementBits, 8, 1_000_000_000);
    Bounds.check("datagramBytes", datagramBytes, 128, 65_507);
    Bounds.check("keepKibibytes", keepKibibytes, 1_024, 1 << 20);
    Bounds.check("keepTime", keepTime, Duration.ofMillis(100), Duration.ofDays(1));
  }

  /** These settings on the interfaces with these addresses. */
  public IpMulticastConfig withInterfaces(List<Endpoint> addresses) {
    return new IpMulticastConfig(
        addresses,
        everyInterface,
        ttl,
        loopback,
        groups,
        announcements,
        announcementBits,
        delivery,
        datagramBytes,
        keepKibibytes,
        keepTime);
  }

  /** These settings on all interfaces, or not. */
  public IpMulticastConfig withEveryInterface(boolean every) {
    return new IpMulticastConfig(
        interfaces,
        every,
        ttl,
        loopback,
        groups,
        announcements,
        announcementBits,
        delivery,
        datagramBytes,
        keepKibibytes,
        keepTime);
  }

  /** These settings with another TTL. */
  public IpMulticastConfig withTtl(int hops) {
    return new IpMulticastConfig(
        interfaces,
        everyInterface,
        hops,
        loopback,
        groups,
        announcements,
        announcementBits,
        delivery,
        datagramBytes,
        keepKibibytes,
        keepTime);
  }

  /** These settings with other ranges of groups. */
  public IpMulticastConfig withGroups(List<String> ranges) {
    return new IpMulticastConfig(
        interfaces,
        everyInterface,
        ttl,
        loopback,
        ranges,
        announcements,
        announcementBits,
        delivery,
        datagramBytes,
        keepKibibytes,
        keepTime);
  }

  /** These settings with announcements, or without. */
  public IpMulticastConfig withAnnouncements(boolean on) {
    return new IpMulticastConfig(
        interfaces,
        everyInterface,
        ttl,
        loopback,
        groups,
        on,
        announcementBits,
        delivery,
        datagramBytes,
        keepKibibytes,
        keepTime);
  }

  /** These settings with another kind of delivery. */
  public IpMulticastConfig withDelivery(IpDelivery kind) {
    return new IpMulticastConfig(
        interfaces,
        everyInterface,
        ttl,
        loopback,
        groups,
        announcements,
        announcementBits,
        kind,
        datagramBytes,
        keepKibibytes,
        keepTime);
  }

  /** These settings with longer or shorter datagrams. */
  public IpMulticastConfig withDatagramBytes(int bytes) {
    return new IpMulticastConfig(
        interfaces,
        everyInterface,
        ttl,
        loopback,
        groups,
        announcements,
        announcementBits,
        delivery,
        bytes,
        keepKibibytes,
        keepTime);
  }

  ReliableSettings reliableSettings() {
    int keep = keepKibibytes << 10;
    return new ReliableSettings(
        datagramBytes,
        keep,
        keepTime.toNanos(),
        keep / 4,
        delivery.isReliable(),
        delivery == IpDelivery.HISTORY,
        MOST_SOURCES);
  }
}
