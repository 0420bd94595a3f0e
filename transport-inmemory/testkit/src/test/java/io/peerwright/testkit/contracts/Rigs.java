package io.peerwright.testkit.contracts;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

/** The rig of these tests: a simulation. */
final class Rigs {

  private Rigs() {}

  static NetworkUnderTest virtual() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison());
    simulation.onError((host, thrown) -> {});
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }
}
