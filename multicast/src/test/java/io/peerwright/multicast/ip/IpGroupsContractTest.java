package io.peerwright.multicast.ip;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.tck.MulticastOverlayContract;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

/** IP multicast on one simulated LAN. */
class IpGroupsContractTest extends MulticastOverlayContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  @Override
  protected Overlay newPeer(Host host) {
    return new IpMulticastProvider().create(host, IpMulticastConfig.DEFAULT);
  }
}
