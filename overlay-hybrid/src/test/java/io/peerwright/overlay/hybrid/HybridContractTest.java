package io.peerwright.overlay.hybrid;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

class HybridContractTest extends OverlayContract<HybridConfig> {

  @Override
  protected NetworkUnderTest newNetwork() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  @Override
  protected OverlayProvider<HybridConfig> provider() {
    return new HybridProvider();
  }
}
