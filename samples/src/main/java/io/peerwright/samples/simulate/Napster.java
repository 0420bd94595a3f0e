package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Index servers, and clients that know the address of one each, by turns. */
final class Napster implements World {
  private static final int PORT = 8888;

  /** Of those that come back soon after a fault. */
  static final HybridConfig IMPATIENT =
      HybridConfig.DEFAULT.withPatience(
          Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(45));

  private final List<Host> indexes = new ArrayList<>();
  private final List<HybridConfig> configs = new ArrayList<>();

  Napster(Simulation simulation, @Nullable Record given, int servers) {
    HybridConfig base = given instanceof HybridConfig wanted ? wanted : HybridConfig.DEFAULT;
    for (int i = 0; i < servers; i++) {
      Host index = simulation.newHost(TrialSettings.indexName(i), null, null);
      String address = index.listenAddress().withPort(PORT).toString();
      indexes.add(index);
      configs.add(base.withServers(List.of(address)));
    }
  }

  private HybridConfig config(int peer) {
    return configs.get(part(peer));
  }

  /** The servers know nothing of each other. */
  @Override
  public int part(int peer) {
    return peer % configs.size();
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
  public Overlay peer(Host host, int number) {
    return new HybridProvider().create(host, config(number));
  }

  @Override
  public Overlay firewalled(Host host, int number) {
    return new HybridProvider().create(host, config(number).withFirewalled(true));
  }
}
