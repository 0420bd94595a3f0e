package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.BrowseContract;
import io.peerwright.tck.NetworkUnderTest;
import java.util.concurrent.CompletionStage;

class HybridBrowseContractTest extends BrowseContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    return HybridNetwork.create();
  }

  @Override
  protected CompletionStage<?> prepare(Network network) {
    return HybridNetwork.prepare(network);
  }

  @Override
  protected Overlay newPeer(Host host) {
    return HybridNetwork.client(host);
  }
}
