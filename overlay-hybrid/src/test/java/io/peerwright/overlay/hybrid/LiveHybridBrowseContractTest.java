package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import java.util.concurrent.CompletionStage;

/** The same over real sockets. */
class LiveHybridBrowseContractTest extends HybridBrowseContractTest {

  private final LiveHybridNetwork live = new LiveHybridNetwork();

  @Override
  protected NetworkUnderTest newNetwork() {
    return LiveHybridNetwork.create();
  }

  @Override
  protected CompletionStage<?> prepare(Network network) {
    return live.prepare(network);
  }

  @Override
  protected Overlay newPeer(Host host) {
    return live.client(host);
  }
}
