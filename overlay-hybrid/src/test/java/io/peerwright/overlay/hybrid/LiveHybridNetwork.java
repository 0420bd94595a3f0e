package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.PeersContract;
import io.peerwright.transport.vertx.VertxProvider;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Real sockets on loopback, and one index server, for the contracts. */
final class LiveHybridNetwork {

  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  private volatile String server = "";

  static NetworkUnderTest create() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  /** Adds the server. */
  CompletionStage<?> prepare(Network network) {
    Host host = network.newHost("server", ANY_PORT, null);
    HybridServerConfig config = HybridServerConfig.DEFAULT.withListen(ANY_PORT);
    return PeersContract.joined(host, at -> new HybridServerProvider().create(at, config))
        .thenAccept(overlay -> server = overlay.endpoints().get(0).toString());
  }

  Overlay client(Host host) {
    HybridConfig config = HybridConfig.DEFAULT.withServers(List.of(server));
    return new HybridProvider().create(host, config);
  }
}
