package io.peerwright.testkit.contracts;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.vertx.VertxProvider;
import java.time.Duration;

/** The rigs of these tests: a simulation, and real sockets. */
final class Rigs {

  private Rigs() {}

  static NetworkUnderTest live() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  /** What callbacks throw ends the run, so that a contract can say that it was told. */
  static NetworkUnderTest virtual() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }
}
