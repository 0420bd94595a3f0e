package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.PeersContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A simulated network with one index server, for the contracts. */
final class HybridNetwork {

  private static final int PORT = 8888;

  /** The same in each network. */
  private static final Endpoint SERVER = Endpoint.parse("10.9.9.9:" + PORT);

  private HybridNetwork() {}

  static NetworkUnderTest create() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  /** Adds the server. */
  static CompletionStage<?> prepare(Network network) {
    Host host = network.newHost("server", SERVER, null);
    HybridServerConfig config = HybridServerConfig.DEFAULT.withListen(SERVER);
    return PeersContract.joined(host, at -> new HybridServerProvider().create(at, config));
  }

  static Overlay client(Host host) {
    HybridConfig config = HybridConfig.DEFAULT.withServers(List.of(SERVER.toString()));
    return new HybridProvider().create(host, config);
  }
}
