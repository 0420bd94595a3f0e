package io.peerwright.overlay.hybrid;

import io.peerwright.tck.Rig;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveHybridContractTest extends HybridContractTest {

  @Override
  protected Rig newRig() {
    VertxProvider provider = new VertxProvider();
    return Rig.live(provider.open(provider.defaults()));
  }
}
