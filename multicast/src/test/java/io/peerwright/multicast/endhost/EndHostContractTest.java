package io.peerwright.multicast.endhost;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;

class EndHostContractTest extends OverlayContract<EndHostConfig> {

  @Override
  protected NetworkUnderTest newNetwork() {
    return EndHostNetwork.rig();
  }

  @Override
  protected OverlayProvider<EndHostConfig> provider() {
    return new EndHostProvider();
  }
}
