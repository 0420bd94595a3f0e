package io.peerwright.testkit.contracts;

import io.peerwright.tck.Rig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;

/** The rig of these tests: a simulation. */
final class Rigs {

  private Rigs() {}

  static Rig virtual() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison());
    simulation.onError((host, thrown) -> {});
    return Rig.virtual(simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }
}
