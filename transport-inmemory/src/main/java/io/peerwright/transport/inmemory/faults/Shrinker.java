package io.peerwright.transport.inmemory.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan that fails smaller: delta debugging (Zeller and Hildebrandt, "Simplifying and
 * Isolating Failure-Inducing Input", 2002). It needs runs that can be repeated, as simulations can.
 */
public final class Shrinker {

  /**
   * What came of it.
   *
   * @param plan fails, too
   * @param runs how often something was tried
   * @param minimal whether it was seen that no single fault can be left out; false if the runs were
   *     used up before
   */
  public record Outcome(FaultPlan plan, int runs, boolean minimal) {}

  private final Predicate<FaultPlan> fails;
  private final int mostRuns;
  private int runs;
  private boolean stopped;

  private Shrinker(Predicate<FaultPlan> fails, int mostRuns) {
    this.fails = fails;
    this.mostRuns = mostRuns;
  }

  /**
   * Looks for the fewest faults that still fail. There may be a smaller plan of other faults, but
   * of those that are left, each is needed.
   *
   * @param failing a plan that fails
   * @param fails whether a plan fails; asked at most {@code mostRuns} times
   */
  public static Outcome shrink(FaultPlan failing, Predicate<FaultPlan> fails, int mostRuns) {
    Shrinker shrinker = new Shrinker(fails, mostRuns);
    List<Fault> left = shrinker.fails(List.of()) ? List.of() : shrinker.shrink(failing.faults());
    return new Outcome(new FaultPlan(left), shrinker.runs, !shrinker.stopped);
  }

  private List<Fault> shrink(List<Fault> failing) {
    List<Fault> left = failing;
    int parts = 2;
    while (left.size() > 1) {
      List<Fault> part = failing(left, parts, false);
      List<Fault> rest = part != null || parts == 2 ? null : failing(left, parts, true);
      if (part != null) {
        left = part;
        parts = 2;
      } else if (rest != null) {
        left = rest;
        parts = Math.max(2, parts - 1);
      } else if (parts >= left.size()) {
        return left;
      } else {
        parts = Math.min(left.size(), parts * 2);
      }
    }
    return left;
  }

  /** The first of the parts that fails alone, or the first that can be left out. */
  private @Nullable List<Fault> failing(List<Fault> all, int parts, boolean leftOut) {
    for (int i = 0; i < parts; i++) {
      int first = all.size() * i / parts;
      int end = all.size() * (i + 1) / parts;
      List<Fault> tried = new ArrayList<>(all);
      List<Fault> part = tried.subList(first, end);
      if (leftOut) {
        part.clear();
      } else {
        tried = List.copyOf(part);
      }
      if (fails(tried)) {
        return tried;
      }
    }
    return null;
  }

  private boolean fails(List<Fault> faults) {
    if (runs == mostRuns) {
      stopped = true;
      return false;
    }
    runs++;
    return fails.test(new FaultPlan(faults));
  }
}
