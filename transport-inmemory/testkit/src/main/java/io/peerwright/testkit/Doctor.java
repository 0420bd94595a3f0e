package io.peerwright.testkit;

import io.peerwright.testkit.Comparison.Difference;
import io.peerwright.transport.inmemory.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AssertionFailureBuilder;

/**
 * Watches the simulations of a run that is done twice, and names the first event in which the
 * second run differs: its time, its kind, between whom, and a hash of its content. A {@link
 * DeterministicTest} is given one as a parameter; other code uses {@link #examine}.
 *
 * <p>The first {@value #RECORDED_EVENTS} events of each simulation are recorded one by one, 24
 * bytes each, unless said otherwise; of later ones only blocks are compared. Two runs are compared
 * within one process, so what is the same throughout a process (its hash seed, its time zone) is
 * not seen.
 */
public final class Doctor {

  /** Events of a simulation that are recorded one by one unless said otherwise. */
  public static final int RECORDED_EVENTS = 1 << 20;

  private static final String CAUSES =
      "Both runs had the same seeds, so something else came in: a clock, chance without a seed, the"
          + " order of a hash table or of identity hashes, another thread, or what the first run"
          + " has left in a static field.";

  private final int recordedEvents;
  private final @Nullable Doctor first;
  private final List<Recording> recordings = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private int watched;

  private Doctor(int recordedEvents, @Nullable Doctor first) {
    this.recordedEvents = recordedEvents;
    this.first = first;
  }

  /**
   * The doctor of a first run.
   *
   * @throws IllegalArgumentException if there is nothing to record
   */
  static Doctor ofFirstRun(int recordedEvents) {
    if (recordedEvents < 1 || recordedEvents > 1 << 29) {
      throw new IllegalArgumentException(
          "recordedEvents must be within 1..536870912, is " + recordedEvents);
    }
    return new Doctor(recordedEvents, null);
  }

  /** The doctor of the run that comes after this one. */
  Doctor ofSecondRun() {
    return new Doctor(recordedEvents, this);
  }

  /**
   * Does something twice and compares the simulations that it has watched.
   *
   * @throws AssertionError that names the first difference, or says that nothing was watched
   */
  public static void examine(Consumer<? super Doctor> run) {
    examine(run, "");
  }

  /**
   * As the shorter form.
   *
   * @param hint ends the message of a failure
   */
  static void examine(Consumer<? super Doctor> run, String hint) {
    Doctor first = ofFirstRun(RECORDED_EVENTS);
    run.accept(first);
    Doctor second = first.ofSecondRun();
    run.accept(second);
    second.judge(hint);
  }

  /**
   * Watches a simulation from now on: call it before the first host is added. The simulations of
   * two runs are compared in the order in which they were given here.
   *
   * @return the simulation
   */
  public Simulation watch(Simulation simulation) {
    watched++;
    if (first == null) {
      Recording recording = new Recording(recordedEvents);
      recordings.add(recording);
      simulation.onTrace(recording);
    } else if (watched <= first.watched) {
      Comparison comparison = new Comparison(first.recordings.get(watched - 1));
      comparisons.add(comparison);
      simulation.onTrace(comparison);
    }
    return simulation;
  }

  /** True if something was watched. */
  boolean hasWatched() {
    return watched > 0;
  }

  /** Compares this second run, now over, with the first one; a hint ends the failure. */
  void judge(String hint) {
    Doctor earlier = Objects.requireNonNull(first, "a single run has nothing to compare with");
    for (int i = 0; i < comparisons.size(); i++) {
      Difference difference = comparisons.get(i).difference();
      if (difference != null) {
        fail("differ " + difference.where(), i + 1, difference.first(), difference.second(), hint);
      }
    }
    if (watched != earlier.watched) {
      fail(
          "have different numbers of simulations",
          Math.min(watched, earlier.watched) + 1,
          earlier.watched + " simulations",
          watched + " simulations",
          hint);
    }
    if (watched == 0) {
      throw new AssertionError(
          "no simulation was watched; write doctor.watch(Simulation.create(...))");
    }
  }

  private static void fail(String what, int simulation, String one, String other, String hint) {
    AssertionFailureBuilder.assertionFailure()
        .message(
            "The two runs "
                + what
                + " (simulation "
                + simulation
                + ").\n  first:  "
                + one
                + "\n  second: "
                + other
                + "\n"
                + CAUSES
                + "\n"
                + hint)
        .expected(one)
        .actual(other)
        .includeValuesInMessage(false)
        .buildAndThrow();
  }
}
