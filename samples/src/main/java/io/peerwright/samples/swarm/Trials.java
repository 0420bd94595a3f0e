package io.peerwright.samples.swarm;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** The same swarm with one seed after the other; several run at a time. */
public final class Trials {

  private final List<SwarmResult> results;

  private Trials(List<SwarmResult> results) {
    this.results = results;
  }

  /** Runs a plan with the seeds from 1 to {@code seeds}. */
  public static Trials run(SwarmPlan plan, int seeds) {
    return new Trials(
        LongStream.rangeClosed(1, seeds)
            .parallel()
            .mapToObj(seed -> SwarmRun.run(plan.withSeed(seed)))
            .toList());
  }

  /** One figure of each run. */
  public Quantiles of(ToDoubleFunction<SwarmResult> figure) {
    return Quantiles.of(results.stream().mapToDouble(figure).toArray());
  }
}
