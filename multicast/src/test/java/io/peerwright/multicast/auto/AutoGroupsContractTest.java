package io.peerwright.multicast.auto;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.tck.MulticastOverlayContract;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

/** Peers on one simulated LAN. */
class AutoGroupsContractTest extends MulticastOverlayContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  @Override
  protected Overlay newPeer(Host host) {
    return new AutoProvider().create(host, AutoConfig.DEFAULT);
  }
}
