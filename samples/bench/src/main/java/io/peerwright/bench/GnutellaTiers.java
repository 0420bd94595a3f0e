package io.peerwright.bench;

import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.samples.servents.QueryFigures;
import io.peerwright.samples.servents.TierPlan;
import io.peerwright.samples.servents.Tiers;
import io.peerwright.samples.swarm.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a query costs among ultrapeers and leaves, by the way in which it is forwarded, with and
 * without the tables of words that they tell each other, and what the tables cost.
 */
final class GnutellaTiers implements Benchmark {

  private static final int ULTRAPEERS = Integer.getInteger("peerwright.bench.ultrapeers", 2_000);
  private static final int FIRST_SEED = Integer.getInteger("peerwright.bench.firstSeed", 1);
  private static final int SEEDS = Integer.getInteger("peerwright.bench.seeds", 5);
  private static final int SHARDS = Integer.getInteger("peerwright.bench.shards", 2);
  private static final int QUERIES = 5;
  private static final double BY_CHANCE = 0.3;
  private static final double BY_DEGREE = 0.04;
  private static final int MINUTES = 3;

  private static final List<ForwardingKind> KINDS =
      List.of(ForwardingKind.FLOOD, ForwardingKind.RANDOM_WALK, ForwardingKind.DYNAMIC_QUERY);

  private static final TierPlan PLAN = TierPlan.of(ULTRAPEERS, KINDS).withShards(SHARDS);

  private final Map<String, QueryFigures> methods = new LinkedHashMap<>();
  private final List<Double> withoutSome = new ArrayList<>();
  private final List<Double> unevenWithoutSome = new ArrayList<>();
  private final List<Double> unevenWithoutBest = new ArrayList<>();
  private final List<Double> tableBytes = new ArrayList<>();

  @Override
  public String name() {
    return "gnutella-tiers";
  }

  @Override
  public String description() {
    return String.format(
        "a query for %d hits among %,d simulated ultrapeers of degree %d and %,d leaves, forwarded"
            + " in six ways: messages (takes long)",
        PLAN.wanted(), PLAN.ultrapeers(), PLAN.degree(), PLAN.leaves());
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx12g", "-XX:+UseParallelGC");
  }

  @Override
  public Figure measure(Progress progress) {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      run(seed, false, progress);
      run(seed, true, progress);
      unevenWithoutSome.add(recallOfUneven(seed, BY_CHANCE, false));
      unevenWithoutBest.add(recallOfUneven(seed, BY_DEGREE, true));
    }
    double flood = messages(ForwardingKind.FLOOD, false);
    methods.forEach((name, figures) -> tell(progress, name, figures, flood));
    progress.say("  found by a flood without 30 % of the ultrapeers: " + of(withoutSome));
    progress.say("  the same where links follow a power law: " + of(unevenWithoutSome));
    progress.say("  there without the 4 % with the most neighbours: " + of(unevenWithoutBest));
    progress.say(
        "  bytes of tables for each leaf and hour, if each shares one more file: "
            + of(tableBytes));
    double best = messages(ForwardingKind.DYNAMIC_QUERY, true);
    return new Figure(name(), best, "messages", "flood", flood, "<= 0.003");
  }

  private double messages(ForwardingKind kind, boolean tables) {
    return Objects.requireNonNull(methods.get(label(kind, tables))).messages().median();
  }

  private static String label(ForwardingKind kind, boolean tables) {
    return kind + (tables ? " + tables" : "");
  }

  private static Quantiles of(List<Double> values) {
    return Quantiles.of(values.stream().mapToDouble(each -> each).toArray());
  }

  private static void tell(Progress progress, String name, QueryFigures figures, double flood) {
    double ratio = flood / figures.messages().median();
    progress.say(String.format("  %s: %.1f times fewer messages than a flood", name, ratio));
    figures.lines().forEach(each -> progress.say("    " + each));
  }

  private static double recallOfUneven(long seed, double share, boolean byDegree) {
    try (Tiers tiers = new Tiers(PLAN.withPowerLaw(), seed, false)) {
      return tiers.recallWithout(share, byDegree);
    }
  }

  private void run(long seed, boolean tables, Progress progress) {
    long cpu = Rounds.cpuNanos();
    long began = System.nanoTime();
    try (Tiers tiers = new Tiers(PLAN, seed, tables)) {
      progress.say(
          String.format(
              "  seed %d: %.1f CPU-s, %.1f s, %,d links among ultrapeers, %,.0f bytes of tables for"
                  + " each servent, %,d of %,d share it, %,d MB of heap",
              seed,
              (Rounds.cpuNanos() - cpu) / 1e9,
              (System.nanoTime() - began) / 1e9,
              tiers.links(),
              tiers.tableBytes(),
              tiers.sharers(),
              tiers.size(),
              usedHeap() >> 20));
      cpu = Rounds.cpuNanos();
      for (ForwardingKind kind : KINDS) {
        QueryFigures figures =
            methods.computeIfAbsent(label(kind, tables), any -> new QueryFigures());
        for (int i = 0; i < QUERIES; i++) {
          tiers.search(kind, figures);
        }
      }
      progress.say(String.format("    queries: %.1f CPU-s", (Rounds.cpuNanos() - cpu) / 1e9));
      if (tables) {
        tableBytes.add(tiers.tableBytesAnHour(MINUTES));
      } else {
        withoutSome.add(tiers.recallWithout(BY_CHANCE, false));
      }
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
