package io.peerwright.bench;

import io.peerwright.overlay.bittorrent.Strategy;
import io.peerwright.samples.swarm.Experiments;
import io.peerwright.samples.swarm.Trials;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What the order of pieces does to the rarest of them. */
final class SwarmRarest implements Benchmark {

  private static final int LEECHERS = 40;
  private static final int PIECES = 256;

  @Override
  public String name() {
    return "swarm-rarest";
  }

  @Override
  public String description() {
    return "copies of the rarest piece to the mean, when leechers have half: rarest first, random and"
        + " sequential; 40 leechers, 10 seeds (takes minutes)";
  }

  @Override
  public Figure measure(Progress progress) {
    Map<Strategy.Order, Double> medians = new EnumMap<>(Strategy.Order.class);
    for (Strategy.Order order : Strategy.Order.values()) {
      Trials trials = Trials.run(Experiments.ordered(LEECHERS, PIECES, order), SwarmBound.SEEDS);
      progress.say(
          String.format(
              "  %s: rarest to mean at half: %s%n    all pieces beyond the seed, of the time: %s%n"
                  + "    time to the bound: %s",
              order,
              trials.of(Experiments::rarestAtHalf),
              trials.of(Experiments::firstCopies),
              trials.of(Experiments::toTheBound)));
      medians.put(order, trials.of(Experiments::toTheBound).median());
    }
    return new Figure(
        name(),
        Objects.requireNonNull(medians.get(Strategy.Order.RAREST_FIRST)),
        "x the bound",
        "sequential",
        Objects.requireNonNull(medians.get(Strategy.Order.SEQUENTIAL)),
        "< 1");
  }
}
