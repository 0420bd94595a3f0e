package io.peerwright.transport.inmemory;

import io.peerwright.tck.Rig;
import io.peerwright.tck.TransportContract;
import java.time.Duration;

/** The contract in virtual time. */
class InMemoryTransportContractTest extends TransportContract {

  @Override
  protected Rig newRig() {
    NetworkModel network = NetworkModel.DEFAULT.withLatencyMicros(500, 5_000);
    Simulation simulation =
        Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network));
    simulation.onError((host, thrown) -> {});
    return Rig.virtual(simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }
}
