package io.peerwright.overlay.hybrid;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

class HybridServerContractTest extends OverlayContract<HybridServerConfig> {

  @Override
  protected NetworkUnderTest newNetwork() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  @Override
  protected OverlayProvider<HybridServerConfig> provider() {
    return new HybridServerProvider();
  }
}
