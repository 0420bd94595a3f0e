package io.peerwright.multicast.rendezvous;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.plugin.BasicProvider;
import java.util.Map;
import java.util.Set;

/** Makes rendezvous servers, at which members of groups find each other. */
public final class RendezvousProvider extends BasicProvider<RendezvousConfig>
    implements OverlayProvider<RendezvousConfig> {

  private static final Map<String, String> EXPLANATIONS =
      Map.of(
          "listen", "where peers connect; null takes the host's address",
          "lease", "how long a registration is good without being renewed, 1s..1d",
          "listed", "how many peers are named at a time, 1..255",
          "maxRegistrations", "registrations of all groups together, 1..100000000",
          "registrationsPerAddress", "of one address, of IPv6 of one /64, 1..65534",
          "maxAnnouncements", "groups that are announced at a time, 0..1000000",
          "maxLinks", "peers that are connected at a time, 1..10000000",
          "maxLinksPerAddress", "of one address, of IPv6 of one /64, 1..10000000");

  /** For the service loader. */
  public RendezvousProvider() {
    super("rendezvous", RendezvousConfig.DEFAULT, EXPLANATIONS);
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of();
  }

  @Override
  public Overlay create(Host host, RendezvousConfig config) {
    return new RendezvousServer(this, host, config);
  }
}
