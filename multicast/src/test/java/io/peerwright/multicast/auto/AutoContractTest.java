package io.peerwright.multicast.auto;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

class AutoContractTest extends OverlayContract<AutoConfig> {

  @Override
  protected NetworkUnderTest newNetwork() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  @Override
  protected OverlayProvider<AutoConfig> provider() {
    return new AutoProvider();
  }
}
