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
      Map.of(
          "interfaces",
          "own addresses with port 0, one on each interface to use; none: the one listened on",
          "everyInterface",
          "if none is listed: all interfaces; a message then leaves by each of them",
          "ttl",
          "routers that a message may cross plus one, 0..255; 1: the subnet, 0: this host",
          "loopback",
          "whether members on this host hear what is sent",
          "groups",
          "ranges that may be used, such as 239.0.0.0/8; none: all that are for applications",
          "announcements",
          "whether groups are announced and discovered, by SAP at port 9875",
          "announcementBits",
          "bits per second of all announcements of a scope together, 8..1000000000");

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
