package io.peerwright.transport.inmemory;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;
import java.time.Duration;

/** The contract in virtual time. */
class InMemoryTransportContractTest extends TransportContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    NetworkModel network = NetworkModel.DEFAULT.withLatencyMicros(500, 5_000);
    Simulation simulation =
        Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network));
    simulation.checked().onError((host, thrown) -> {});
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }
}
