package io.peerwright.transport.inmemory.mutants;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The transport contract catches planted faults of a transport. */
class MutantTest extends MutantHunt<Fault> {

  private static final Fault NONE = new Fault() {};

  private static Fault planted = NONE;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return TransportContract.class;
  }

  @Override
  protected List<Mutant<Fault>> mutants() {
    return Stream.of(
            LoopMutants.all(),
            StreamMutants.all(),
            ClosingMutants.all(),
            SocketMutants.all(),
            DatagramMutants.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  protected void plant(Fault fault) {
    planted = fault == null ? NONE : fault;
  }

  /** Run by the hunt only: nested and without a name that a build looks for. */
  static class Contract extends TransportContract {
    @Override
    protected NetworkUnderTest newNetwork() {
      Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
      simulation.onError((host, thrown) -> {});
      return NetworkUnderTest.virtual(
          new FaultyNetwork(simulation, planted),
          nanos -> simulation.runFor(Duration.ofNanos(nanos)));
    }
  }
}
