package io.peerwright.transport.inmemory.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import io.peerwright.tck.Rig;
import io.peerwright.tck.TransportContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The test of the contract itself: each planted fault fails the test that is there to catch it, and
 * the same test passes without the fault.
 */
class MutantTest {

  private static final Fault NONE = new Fault() {};

  private static final List<String> KILLED = new ArrayList<>();

  private static Fault planted = NONE;

  static Stream<Mutant> mutants() {
    return Stream.of(
            LoopMutants.all(),
            StreamMutants.all(),
            ClosingMutants.all(),
            SocketMutants.all(),
            DatagramMutants.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilled(Mutant mutant) {
    TestExecutionSummary summary = run(mutant, mutant.fault());
    assertEquals(1, summary.getTestsFoundCount(), "no such test: " + mutant.test());
    assertEquals(1, summary.getTestsFailedCount(), mutant + " survived " + mutant.test());
    KILLED.add(mutant + " -> killed by " + mutant.theme() + "." + mutant.test());
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void killerPassesWithoutTheFault(Mutant mutant) {
    assertEquals(1, run(mutant, NONE).getTestsSucceededCount(), mutant.test());
  }

  @Test
  void namesAreUnique() {
    List<String> names = mutants().map(Mutant::name).toList();
    assertEquals(names.size(), new TreeSet<>(names).size());
    assertFalse(names.isEmpty());
  }

  @AfterAll
  static void printTheDead() {
    KILLED.forEach(System.out::println);
    System.out.println(KILLED.size() + " of " + mutants().count() + " mutants killed");
  }

  private static TestExecutionSummary run(Mutant mutant, Fault fault) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                selectNestedMethod(
                    List.of(Contract.class.getName()),
                    TransportContract.class.getName() + "$" + mutant.theme(),
                    mutant.test()))
            .build();
    planted = fault;
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  /** Run by the launcher above only: nested and without a name that a build looks for. */
  static class Contract extends TransportContract {
    @Override
    protected Rig newRig() {
      Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
      simulation.onError((host, thrown) -> {});
      return Rig.virtual(
          new FaultyNetwork(simulation, planted),
          nanos -> simulation.runFor(Duration.ofNanos(nanos)));
    }
  }
}
