package io.peerwright.overlay.gnutella;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;

class GnutellaContractTest extends OverlayContract<GnutellaConfig> {

  @Override
  protected NetworkUnderTest newNetwork() {
    return GnutellaNetwork.rig();
  }

  @Override
  protected OverlayProvider<GnutellaConfig> provider() {
    return new GnutellaProvider();
  }
}
