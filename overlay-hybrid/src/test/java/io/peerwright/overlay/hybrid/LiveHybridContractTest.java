package io.peerwright.overlay.hybrid;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveHybridContractTest extends HybridContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }
}
