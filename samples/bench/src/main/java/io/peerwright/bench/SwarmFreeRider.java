package io.peerwright.bench;

import io.peerwright.overlay.bittorrent.Strategy;
import io.peerwright.samples.swarm.Experiments;
import io.peerwright.samples.swarm.Quantiles;
import io.peerwright.samples.swarm.Trials;

/** What a peer gets that gives nothing. */
final class SwarmFreeRider implements Benchmark {

  private static final int LEECHERS = 40;
  private static final int PIECES = 512;

  @Override
  public String name() {
    return "swarm-freerider";
  }

  @Override
  public String description() {
    return "what a free-rider gets of what others get, by each way to choke: 5 among 40 leechers, 10"
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
