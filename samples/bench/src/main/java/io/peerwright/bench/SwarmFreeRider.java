package io.peerwright.bench;

import io.peerwright.overlay.bittorrent.Strategy;
import io.peerwright.samples.swarm.Experiments;
import io.peerwright.samples.swarm.Quantiles;
import io.peerwright.samples.swarm.Trials;

/** What a peer gets that gives nothing. */
final class SwarmFreeRider implements Benchmark {

  private static final int LEECHERS = 30;
  private static final int PIECES = 300;

  @Override
  public String name() {
    return "swarm-freerider";
  }

  @Override
  public String description() {
    return "what a free-rider gets of what others get, by each way to choke: 3 among 30 leechers, 10"
        + " seeds (takes minutes)";
  }

  @Override
  public Figure measure(Progress progress) {
    double classic = 0;
    for (Strategy.Choking choking : Strategy.Choking.values()) {
      Quantiles shares =
          Trials.run(Experiments.freeRiders(LEECHERS, PIECES, choking), SwarmBound.SEEDS)
              .of(Experiments::freeRidersShare);
      progress.say(String.format("  %s: %s", choking, shares));
      classic = choking == Strategy.Choking.TIT_FOR_TAT ? shares.median() : classic;
    }
    return new Figure(name(), classic, "", "1 / (slots + 1)", 0.2, "about 1");
  }
}
