package io.peerwright.multicast.endhost;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import java.util.concurrent.CompletionStage;

/** The same over real sockets. */
class LiveEndHostMulticastContractTest extends EndHostMulticastContractTest {

  private final EndHostNetwork live = new EndHostNetwork(EndHostNetwork.LOOPBACK, config());

  @Override
  protected NetworkUnderTest newNetwork() {
    return EndHostNetwork.liveRig();
  }

  @Override
  protected CompletionStage<?> prepare(Network on) {
    return live.prepare(on);
  }

  @Override
  protected Overlay newPeer(Host host) {
    return live.peer(host);
  }
}
