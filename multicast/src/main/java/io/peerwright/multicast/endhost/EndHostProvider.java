package io.peerwright.multicast.endhost;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.net.OwnAddressTransport;
import io.peerwright.kit.plugin.BasicProvider;
import java.util.Map;
import java.util.Set;

/** Makes peers of end-host multicast. */
public final class EndHostProvider extends BasicProvider<EndHostConfig>
    implements MulticastProvider<EndHostConfig> {

  private static final Map<String, String> EXPLANATIONS =
      Map.ofEntries(
          Map.entry("rendezvous", "servers at which members find each other, as host:port"),
          Map.entry("listen", "where other members connect; null takes the host's address"),
          Map.entry(
              "tree",
              "how messages are brought to all: shortest-path (a tree for each source),"
                  + " flood-prune"),
          Map.entry("delivery", "live: late messages are dropped; reliable: all, in order"),
          Map.entry("lateAfter", "when a message is late, for live delivery, 1ms..1h"),
          Map.entry("history", "earlier messages of each source for new members, 0..1000000"),
          Map.entry("fanOut", "neighbours that a message is sent to at most, 1..100"),
          Map.entry("meshLinks", "links to other members of a group at most, 2..100"),
          Map.entry("nearLinks", "links to near members that it looks for, 0..50"),
          Map.entry("randomLinks", "links to members by chance that it looks for, 1..50"),
          Map.entry("maxMessageBytes", "the longest message, 1..60000"),
          Map.entry("cacheBytes", "messages kept of a source, bytes, 65536..1073741824"),
          Map.entry("cacheTime", "how long these are kept, 1s..1d"),
          Map.entry("maxSources", "sources of a group that are known at a time, 1..1000000"));

  /** For the service loader. */
  public EndHostProvider() {
    super("end-host", EndHostConfig.DEFAULT, EXPLANATIONS);
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Multicast.class);
  }

  @Override
  public Overlay create(Host host, EndHostConfig config) {
    Endpoint listen = config.listen() == null ? host.listenAddress() : config.listen();
    Transport known = host.transport();
    Transport own = OwnAddressTransport.around(known, listen);
    return new EndHostOverlay(this, own == known ? host : new DecoratedHost(host, own), config);
  }
}
