package io.peerwright.transport.inmemory.faults;

import io.peerwright.api.Host;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What goes wrong in a simulation, and when. Immutable; drawn by a {@link FaultMix} or by {@link
 * Churn}, made smaller by a {@link Shrinker}, and written in one word, so that it can stand in a
 * command line:
 *
 * <pre>crash:peer3@12500+30000:fresh,cut:peer1/peer2@60000+20000:out,reset:peer7@90000</pre>
 *
 * @param faults in the order of their times; what begins at the same time, as given
 */
public record FaultPlan(List<Fault> faults) {

  /** Nothing goes wrong. */
  public static final FaultPlan NONE = new FaultPlan(List.of());

  /** Sorts them. */
  public FaultPlan {
    List<Fault> sorted = new ArrayList<>(faults);
    sorted.sort(Comparator.comparingLong(Fault::atMillis));
    faults = List.copyOf(sorted);
  }

  /**
   * Reads a plan as {@link #toString} writes it: faults with commas between them, or nothing. Each
   * is one of
   *
   * <pre>
   * crash:HOST@AT+FOR:kept     and :fresh with an empty disk afterwards
   * cut:HOST/HOST@AT+FOR:both  and :out, :in
   * slow:HOST@AT+FOR:MILLIS    so much later
   * skew:HOST@AT+FOR:MILLIS    so far ahead; behind with a minus
   * reset:HOST@AT
   * half:HOST@AT
   * full:HOST@AT+FOR
   * </pre>
   *
   * @throws IllegalArgumentException if it cannot be read, saying which fault and why
   */
  public static FaultPlan parse(String text) {
    return text.isBlank()
        ? NONE
        : new FaultPlan(Arrays.stream(text.strip().split(",")).map(FaultReader::parse).toList());
  }

  /** Both plans in one. */
  public FaultPlan and(FaultPlan other) {
    List<Fault> all = new ArrayList<>(faults);
    all.addAll(other.faults);
    return new FaultPlan(all);
  }

  /** When the last fault is over, in milliseconds from the start of the plan. */
  public long endMillis() {
    return faults.stream().mapToLong(each -> each.atMillis() + each.forMillis()).max().orElse(0);
  }

  /**
   * Lets it all happen, counted from now. To be called between two runs.
   *
   * @param restarted what to do with a host that was started again: start a peer on it
   * @throws IllegalArgumentException if there is no host of a name
   */
  public void apply(FaultTarget simulation, Consumer<? super Host> restarted) {
    new FaultRun(simulation, restarted).start(faults);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return faults.stream().map(Fault::toString).collect(Collectors.joining(","));
  }
}
