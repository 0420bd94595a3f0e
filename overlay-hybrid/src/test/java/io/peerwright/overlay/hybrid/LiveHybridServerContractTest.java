package io.peerwright.overlay.hybrid;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveHybridServerContractTest extends HybridServerContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  @Override
  protected HybridServerConfig config() {
    return HybridServerConfig.DEFAULT.withListen(Endpoint.parse("127.0.0.1:0"));
  }
}
