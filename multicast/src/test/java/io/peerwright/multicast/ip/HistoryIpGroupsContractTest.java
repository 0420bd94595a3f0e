package io.peerwright.multicast.ip;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;

/** The same where new members get what was sent before. */
class HistoryIpGroupsContractTest extends IpGroupsContractTest {

  @Override
  protected Overlay newPeer(Host host) {
    return new IpMulticastProvider()
        .create(host, IpMulticastConfig.DEFAULT.withDelivery(IpDelivery.HISTORY));
  }
}
