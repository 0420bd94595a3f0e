package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.HybridConfig;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.HybridServerConfig;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How an overlay gets going: what must be there before the first peer, and how a peer is made. */
interface World {

  /** The host of the infrastructure, where there is one. */
  String INDEX = "index";

  /** The overlays that can be simulated, by name. */
  Map<String, Maker> KNOWN = new TreeMap<>(Map.<String, Maker>of("hybrid", Napster::new));

  /** For each of them how peers are that come back soon after a fault. */
  Map<String, Record> IMPATIENT = Map.of("hybrid", Napster.IMPATIENT);

  /**
   * Makes a world; of the configuration of a peer, if one is given, all but addresses counts.
   * Several servers share the peers among them, where there are servers.
   */
  interface Maker {
    World make(Simulation simulation, @Nullable Record config, int servers);
  }

  /** The hosts that all depend on; may be none. */
  List<Host> infrastructure();

  /** What runs on a host of the infrastructure, not joined yet. */
  Overlay server(Host host);

  /** A peer, not joined yet. */
  Overlay peer(Host host);

  /** A peer that nobody can connect to, not joined yet. Two of these need not reach each other. */
  Overlay firewalled(Host host);

  /** Index servers, and clients that know the address of one each, by turns. */
  final class Napster implements World {
    private static final int PORT = 8888;
    private static final HybridConfig IMPATIENT =
        HybridConfig.DEFAULT.withPatience(
            Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(45));

    private final List<Host> indexes = new ArrayList<>();
    private final List<HybridConfig> configs = new ArrayList<>();
    private int peers;

    Napster(Simulation simulation, @Nullable Record given, int servers) {
      HybridConfig base = given instanceof HybridConfig wanted ? wanted : HybridConfig.DEFAULT;
      for (int i = 0; i < servers; i++) {
        Host index = simulation.newHost(i == 0 ? INDEX : INDEX + i, null, null);
        String address = index.listenAddress().withPort(PORT).toString();
        indexes.add(index);
        configs.add(base.withServers(List.of(address)));
      }
    }

    private HybridConfig next() {
      return configs.get(peers++ % configs.size());
    }

    @Override
    public List<Host> infrastructure() {
      return List.copyOf(indexes);
    }

    @Override
    public Overlay server(Host host) {
      HybridServerConfig at =
          HybridServerConfig.DEFAULT.withListen(host.listenAddress().withPort(PORT));
      return new HybridServerProvider().create(host, at);
    }

    @Override
    public Overlay peer(Host host) {
      return new HybridProvider().create(host, next());
    }

    @Override
    public Overlay firewalled(Host host) {
      return new HybridProvider().create(host, next().withFirewalled(true));
    }
  }
}
