package io.peerwright.overlay.bittorrent;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

class TrackerContractTest extends OverlayContract<TrackerConfig> {

  @Override
  protected NetworkUnderTest newNetwork() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  @Override
  protected OverlayProvider<TrackerConfig> provider() {
    return new TrackerProvider();
  }
}
