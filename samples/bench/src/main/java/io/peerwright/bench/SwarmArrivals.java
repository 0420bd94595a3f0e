package io.peerwright.bench;

import io.peerwright.samples.swarm.Experiments;
import io.peerwright.samples.swarm.Quantiles;
import io.peerwright.samples.swarm.SwarmPlan;
import io.peerwright.samples.swarm.Trials;

/** Whether downloads take longer when more come. */
final class SwarmArrivals implements Benchmark {

  private static final double RATE = 0.2;
  private static final int FEW = 150;
  private static final int MANY = 600;

  @Override
  public String name() {
    return "swarm-arrivals";
  }

  @Override
  public String description() {
    return "mean seconds of a download when leechers come and go, at 0.2 and at 2 arrivals per second;"
        + " 10 seeds (takes minutes)";
  }

  @Override
  public Figure measure(Progress progress) {
    double few = run(progress, RATE, FEW);
    double many = run(progress, 10 * RATE, MANY);
    return new Figure(name(), many, "s", "a tenth of the arrivals", few, "about 1");
  }

  private static double run(Progress progress, double rate, int leechers) {
    SwarmPlan plan = Experiments.arrivals(leechers, rate);
    Quantiles means = Trials.run(plan, SwarmBound.SEEDS).of(Experiments::steadySeconds);
    progress.say(
        String.format(
            "  %.1f arrivals per second: %s s; fluid model %.0f s",
            rate, means, Experiments.fluidSeconds(plan)));
    return means.median();
  }
}
