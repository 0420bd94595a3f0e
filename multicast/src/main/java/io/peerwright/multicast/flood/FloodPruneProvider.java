package io.peerwright.multicast.flood;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.kit.plugin.BasicProvider;
import java.util.Map;
import java.util.Set;

/** Makes routers of a graph over which messages are flooded, and pruned. */
public final class FloodPruneProvider extends BasicProvider<FloodPruneConfig>
    implements MulticastProvider<FloodPruneConfig> {

  /** Found by the service loader. */
  public FloodPruneProvider() {
    super(
        "flood-prune",
        FloodPruneConfig.DEFAULT,
        Map.ofEntries(
            Map.entry("port", "where it listens, 0 for the port of its host"),
            Map.entry("neighbours", "routers to link to, such as [\"192.0.2.1:4000\"]"),
            Map.entry("maxLinks", "links at the most, 1 to 10000"),
            Map.entry("sequenceNumbers", "pass a message on once, whichever ways it comes"),
            Map.entry("reversePathIn", "pass on only what comes on the way to its source"),
            Map.entry("reversePathOut", "pass on only to those whose way to the source leads here"),
            Map.entry("hopLimit", "links that a message may go over, 1 to 255"),
            Map.entry("maxMessageBytes", "the longest message, 1 to 60000 bytes"),
            Map.entry("maxSources", "sources of which ways are kept, 1 to 1000000"),
            Map.entry("maxGroups", "groups of a source for which prunes are kept, 1 to 100000"),
            Map.entry("maxAnnouncements", "groups of others that are remembered, 1 to 100000"),
            Map.entry("pruneLifetime", "how long a prune holds, 1 s to 2 h, varied by a quarter"),
            Map.entry("refresh", "how often a source renews ways and prunes, 0 (never) to 1 h"),
            Map.entry("idle", "after which a silent source is forgotten, 1 s to 1 day"),
            Map.entry("keepAlive", "how often neighbours hear from it, 1 s to 10 minutes")));
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Multicast.class);
  }

  @Override
  public Overlay create(Host host, FloodPruneConfig config) {
    return new FloodPrune(this, host, config);
  }
}
