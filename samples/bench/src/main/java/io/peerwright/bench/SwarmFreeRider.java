package io.peerwright.bench;

import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.Strategy;
import io.peerwright.samples.swarm.Experiments;
import io.peerwright.samples.swarm.Trials;
import java.util.List;

/** What a peer gets that gives nothing. */
final class SwarmFreeRider implements Benchmark {

  private static final int LEECHERS = 30;
  private static final int PIECES = 2400;

  @Override
  public String name() {
    return "swarm-freerider";
  }

  @Override
  public String description() {
    return "what a free-rider gets of what others get from leechers, by each way to choke: 3 among"
        + " 30 leechers, 10 seeds (takes ten minutes)";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx2g", "-XX:+UseParallelGC");
  }

  @Override
  public Figure measure(Progress progress) {
    double classic = 0;
    for (Strategy.Choking choking : Strategy.Choking.values()) {
      Trials trials =
          Trials.run(Experiments.freeRiders(LEECHERS, PIECES, choking), SwarmBound.SEEDS);
      progress.say(
          String.format(
              "  %s: of what leechers give %s%n    of all, the seed and the start included: %s",
              choking,
              trials.of(Experiments::freeRidersShare),
              trials.of(Experiments::freeRidersShareOfAll)));
      if (choking == Strategy.Choking.TIT_FOR_TAT) {
        classic = trials.of(Experiments::freeRidersShare).median();
      }
    }
    int slots = BitTorrentConfig.DEFAULT.uploadSlots();
    double chance = Experiments.freeRidersChance(LEECHERS, slots);
    return new Figure(name(), classic, "", "counted, about 1 / (slots + 1)", chance, "about 1");
  }
}
