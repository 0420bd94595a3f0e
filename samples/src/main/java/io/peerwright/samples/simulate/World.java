package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.HybridConfig;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.HybridServerConfig;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import io.peerwright.transport.inmemory.Simulation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How an overlay gets going: what must be there before the first peer, and how a peer is made. */
interface World {

  /** The overlays that can be simulated, by name. */
  Map<String, Maker> KNOWN = new TreeMap<>(Map.<String, Maker>of("hybrid", Napster::new));

  /** Makes a world; of the configuration of a peer, if one is given, all but addresses counts. */
  interface Maker {
    World make(Simulation simulation, @Nullable Record config);
  }

  /** What all depend on, not joined yet; may be nothing. */
  List<Overlay> infrastructure();

  /** A peer, not joined yet. */
  Overlay peer(Host host);

  /** One index server, and clients that know its address. */
  final class Napster implements World {
    private final Overlay server;
    private final HybridConfig config;

    Napster(Simulation simulation, @Nullable Record given) {
      Host host = simulation.newHost("index", null, null);
      HybridServerConfig serverConfig =
          HybridServerConfig.DEFAULT.withListen(host.listenAddress().withPort(8888));
      server = new HybridServerProvider().create(host, serverConfig);
      HybridConfig base = given instanceof HybridConfig wanted ? wanted : HybridConfig.DEFAULT;
      config = base.withServers(List.of(host.listenAddress().withPort(8888).toString()));
    }

    @Override
    public List<Overlay> infrastructure() {
      return List.of(server);
    }

    @Override
    public Overlay peer(Host host) {
      return new HybridProvider().create(host, config);
    }
  }
}
