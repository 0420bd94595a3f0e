package io.peerwright.tck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The test of a contract itself: each planted fault fails the test that is there to catch it, and
 * the same test passes without the fault. Prints the list of the dead. Needs
 * junit-platform-launcher.
 *
 * @param <F> what can be planted
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class MutantHunt<F> {

  /** Looks for engines in the whole class path once. */
  private final Launcher launcher = LauncherFactory.create();

  private final List<String> killed = new ArrayList<>();

  /** For subclasses. */
  protected MutantHunt() {}

  /**
   * A class that keeps the contract around whatever was planted last; best a nested static one, so
   * that no build runs it by itself.
   */
  protected abstract Class<?> contract();

  /** The class that declares the contract, and its themes if it has any. */
  protected abstract Class<?> declaringContract();

  /** The mutants. */
  protected abstract List<Mutant<F>> mutants();

  /** Plants a fault; null takes it out again. */
  protected abstract void plant(@Nullable F fault);

  @TestFactory
  final Stream<DynamicTest> isKilled() {
    return mutants().stream()
        .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> hunt(mutant)));
  }

  private void hunt(Mutant<F> mutant) {
    TestExecutionSummary sane = run(mutant, null);
    assertEquals(1, sane.getTestsFoundCount(), "no such test: " + mutant.killer());
    assertEquals(
        1,
        sane.getTestsSucceededCount(),
        () -> mutant.killer() + " fails without the fault: " + sane.getFailures());
    assertEquals(
        1, run(mutant, mutant.fault()).getTestsFailedCount(), "survived " + mutant.killer());
    killed.add(mutant + " -> killed by " + mutant.killer());
  }

  @Test
  final void namesAreUnique() {
    List<String> names = mutants().stream().map(Mutant::name).toList();
    assertFalse(names.isEmpty());
    assertEquals(names.size(), new TreeSet<>(names).size());
  }

  @AfterAll
  final void printTheDead() {
    killed.forEach(System.out::println);
    System.out.println(killed.size() + " of " + mutants().size() + " mutants killed");
  }

  private TestExecutionSummary run(Mutant<F> mutant, @Nullable F fault) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(testOf(mutant)).build();
    plant(fault);
    try {
      launcher.execute(request, listener);
    } finally {
      plant(null);
    }
    return listener.getSummary();
  }

  private DiscoverySelector testOf(Mutant<F> mutant) {
    String contract = contract().getName();
    return mutant.theme().isEmpty()
        ? selectMethod(contract, mutant.test())
        : selectNestedMethod(
            List.of(contract), declaringContract().getName() + "$" + mutant.theme(), mutant.test());
  }
}
