package io.peerwright.multicast.ip;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;

/** Bundles over real sockets: the multicast of the kernel, on the loopback interface. */
class LiveBundledIpGroupsContractTest extends LiveIpGroupsContractTest {

  @Override
  protected Overlay newPeer(Host host) {
    return new IpMulticastProvider()
        .create(host, IpMulticastConfig.DEFAULT.withDelivery(IpDelivery.RELIABLE));
  }
}
