package io.peerwright.bench;

import io.peerwright.samples.swarm.Experiments;
import io.peerwright.samples.swarm.Quantiles;
import io.peerwright.samples.swarm.SwarmPlan;
import io.peerwright.samples.swarm.Trials;

/** How near simulated swarms come to the least time that is possible. */
final class SwarmBound implements Benchmark {

  static final int SEEDS = Integer.getInteger("peerwright.bench.swarms", 10);
  private static final int LEECHERS = 40;
  private static final int PIECES = 512;

  @Override
  public String name() {
    return "swarm-bound";
  }

  @Override
  public String description() {
    return "40 leechers, a seed of 4 times their up-link: time until all have everything, to the"
        + " bound of Kumar and Ross; 10 seeds, and other swarms (takes minutes)";
  }

  @Override
  public Figure measure(Progress progress) {
    Quantiles alike = run(progress, "seed 4x, all alike", Experiments.alike(LEECHERS, PIECES, 4));
    run(progress, "seed 4x, half 4x as fast", Experiments.unlike(LEECHERS, PIECES, 4));
    run(progress, "seed as slow as all", Experiments.alike(LEECHERS, PIECES, 1));
    return new Figure(name(), alike.median(), "x", "the bound", 1, "<= 1.25");
  }

  private static Quantiles run(Progress progress, String what, SwarmPlan plan) {
    Quantiles ratios = Trials.run(plan, SEEDS).of(Experiments::toTheBound);
    progress.say(String.format("  %s, bound %.0f s: %s of it", what, plan.boundSeconds(), ratios));
    return ratios;
  }
}
