package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.SearchContract;

class HybridSearchContractTest extends SearchContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    return HybridNetwork.rig();
  }

  @Override
  protected void prepare(Network network) {
    HybridNetwork.prepare(network);
  }

  @Override
  protected Overlay newPeer(Host host) {
    return HybridNetwork.client(host);
  }
}
