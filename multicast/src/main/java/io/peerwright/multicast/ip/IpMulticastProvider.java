package io.peerwright.multicast.ip;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.kit.plugin.BasicProvider;
import java.util.Map;
import java.util.Set;

/** Makes members and senders of IP multicast groups. */
public final class IpMulticastProvider extends BasicProvider<IpMulticastConfig>
    implements MulticastProvider<IpMulticastConfig> {

  /** The name in the configuration. */
  public static final String NAME = "ip-multicast";

  private static final Map<String, String> EXPLANATIONS =
      Map.ofEntries(
          Map.entry(
              "interfaces",
              "own addresses with port 0, one on each interface to use; none: the one listened on"),
          Map.entry(
              "everyInterface",
              "if none is listed: all interfaces; a message then leaves by each of them"),
          Map.entry(
              "ttl",
              "routers that a message may cross plus one, 0..255; 1: the subnet, 0: this host"),
          Map.entry("loopback", "whether members on this host hear what is sent"),
          Map.entry(
              "groups",
              "ranges that may be used, such as 239.0.0.0/8; none: all that are for applications"),
          Map.entry(
              "announcements", "whether groups are announced and discovered, by SAP at port 9875"),
          Map.entry(
              "announcementBits",
              "bits per second of all announcements of a scope together, 8..1000000000"),
          Map.entry(
              "delivery",
              "datagrams: a message each, as others send; live, reliable, history: bundles of ours"),
          Map.entry(
              "datagramBytes",
              "the longest datagram of bundled messages, 128..65507; 1452 fit an Ethernet"),
          Map.entry(
              "keepKibibytes",
              "what a source keeps of a group, for who missed it or comes later, 1024..1048576"),
          Map.entry("keepTime", "how long a source keeps it, 100ms..1d"));

  /** For the service loader. */
  public IpMulticastProvider() {
    super(NAME, IpMulticastConfig.DEFAULT, EXPLANATIONS);
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Multicast.class);
  }

  @Override
  public Overlay create(Host host, IpMulticastConfig config) {
    return new IpMulticast(this, host, config);
  }
}
