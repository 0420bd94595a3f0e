package io.peerwright.multicast.endhost;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.MulticastOverlayContract;
import io.peerwright.tck.NetworkUnderTest;
import java.util.concurrent.CompletionStage;

class EndHostMulticastContractTest extends MulticastOverlayContract {

  private final EndHostNetwork network =
      new EndHostNetwork(Endpoint.parse("10.77.0.1:8877"), config());

  EndHostConfig config() {
    return EndHostConfig.DEFAULT;
  }

  @Override
  protected int mostBytes() {
    return EndHostConfig.MOST_MESSAGE_BYTES;
  }

  @Override
  protected NetworkUnderTest newNetwork() {
    return EndHostNetwork.rig();
  }

  @Override
  protected CompletionStage<?> prepare(Network on) {
    return network.prepare(on);
  }

  @Override
  protected Overlay newPeer(Host host) {
    return network.peer(host);
  }
}
