package io.peerwright.multicast.ip;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;

/** Bundles that are sent again where they are lost, on one simulated LAN. */
class BundledIpGroupsContractTest extends IpGroupsContractTest {

  @Override
  protected Overlay newPeer(Host host) {
    return new IpMulticastProvider()
        .create(host, IpMulticastConfig.DEFAULT.withDelivery(IpDelivery.RELIABLE));
  }
}
