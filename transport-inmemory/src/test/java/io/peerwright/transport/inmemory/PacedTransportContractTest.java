package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;
import java.util.concurrent.atomic.AtomicLong;

/** The contract as an application meets it: paced by the real clock, all hosts on 127.0.0.1. */
class PacedTransportContractTest extends TransportContract {

  private static final AtomicLong SEEDS = new AtomicLong();

  @Override
  protected NetworkUnderTest newNetwork() {
    NetworkModel network = NetworkModel.DEFAULT.withLatencyMicros(100, 300);
    InMemoryConfig config =
        InMemoryConfig.DEFAULT.withSeed(SEEDS.incrementAndGet()).withPoison().withNetwork(network);
    Simulation simulation = Simulation.open(config);
    simulation.onError((host, thrown) -> {});
    return NetworkUnderTest.live(simulation).withSilent(Endpoint.parse("203.0.113.1:9"));
  }
}
