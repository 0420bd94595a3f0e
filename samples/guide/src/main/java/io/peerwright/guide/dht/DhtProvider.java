package io.peerwright.guide.dht;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.plugin.BasicProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes peers of the table. */
public final class DhtProvider extends BasicProvider<DhtConfig>
    implements OverlayProvider<DhtConfig> {

  /** Found by the service loader. */
  public DhtProvider() {
    super(
        "dht",
        new DhtConfig(0, List.of(), Duration.ofHours(1)),
        Map.of(
            "port", "where it listens, 0 for the port of its host",
            "bootstrap", "peers that are asked first, such as [\"192.0.2.1:4000\"]",
            "lifetime", "how long data is kept, 1 minute to 7 days"));
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(KeyLookup.class);
  }

  @Override
  public Overlay create(Host host, DhtConfig config) {
    return new Dht(this, host, config);
  }
}
