package io.peerwright.bench;

import io.peerwright.samples.swarm.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one message costs among the members of an end-host group, each on one of 600 routers, beside
 * IP multicast: delay, copies on each line, and what the first message of a new source costs.
 */
final class MulticastTree implements Benchmark {

  private static final int PEERS = Integer.getInteger("peerwright.bench.peers", 10_000);
  private static final int SEEDS = Integer.getInteger("peerwright.bench.seeds", 3);
  private static final double MOST_SENDS = 1.05;

  @Override
  public String name() {
    return "multicast-tree";
  }

  @Override
  public String description() {
    return String.format(
        "one source, %,d members of an end-host group on 600 simulated routers: sends of the"
            + " first message for each member",
        PEERS);
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(PEERS > 20_000 ? "-Xmx8g" : "-Xmx3g", "-XX:+UseParallelGC");
  }

  @Override
  public Figure measure(Progress progress) {
    List<Double> first = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      long cpu = Rounds.cpuNanos();
      try (MulticastCrowd crowd = new MulticastCrowd(seed, PEERS)) {
        crowd.join(Duration.ofSeconds(PEERS / 200 + 10));
        progress.say(
            String.format(
                "  seed %d: joined after %.1f CPU-s; links of a member %.1f",
                seed, (Rounds.cpuNanos() - cpu) / 1e9, crowd.meter("links.now") / PEERS));
        double idle = crowd.controlBitsPerSecond(Duration.ofMinutes(1));
        double sends = crowd.send();
        first.add(sends);
        crowd.pass(Duration.ofSeconds(12));
        double later = crowd.send();
        MulticastCrowd.Costs costs = crowd.costs();
        Quantiles stretch = Quantiles.of(crowd.stretches());
        progress.say(
            String.format(
                "  seed %d: first message %.3f sends and %.4f of all served, later %.3f; RDP p50"
                    + " %.2f p90 %.2f; stress mean %.2f max %d; cost %.2f of IP multicast; fan-out"
                    + " %.0f; idle %.0f bit/s; duplicates %.0f; %.1f CPU-s",
                seed,
                sends,
                crowd.served(),
                later,
                stretch.median(),
                stretch.at(0.9),
                costs.meanStress(),
                costs.mostStress(),
                costs.ofIpMulticast(),
                crowd.most("children.most"),
                idle,
                crowd.meter("data.duplicates"),
                (Rounds.cpuNanos() - cpu) / 1e9));
      }
    }
    double worst = first.stream().mapToDouble(each -> each).max().orElse(0);
    return new Figure(name(), worst, "sends", "limit", MOST_SENDS, "<= 1");
  }
}
