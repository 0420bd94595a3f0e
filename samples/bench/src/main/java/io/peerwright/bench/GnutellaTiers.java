package io.peerwright.bench;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.samples.servents.Graph;
import io.peerwright.samples.servents.ServentNetwork;
import io.peerwright.samples.servents.ServentNetwork.Outcome;
import io.peerwright.samples.swarm.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a query costs among ultrapeers and leaves, by the way in which it is forwarded, with and
 * without the tables of words that they tell each other, and what the tables cost.
 */
final class GnutellaTiers implements Benchmark {

  private static final int ULTRAPEERS = Integer.getInteger("peerwright.bench.ultrapeers", 2_000);
  private static final int LEAVES = 10 * ULTRAPEERS;
  private static final int SEEDS = Integer.getInteger("peerwright.bench.seeds", 5);
  private static final int QUERIES = 5;
  private static final int DEGREE = 32;
  private static final int LEAF_LINKS = 3;
  private static final int FILES = 5;
  private static final int WANTED = 50;
  private static final double SHARERS = 0.01;

  private record Method(String name, ForwardingKind kind, int ttl, boolean tables) {}

  private static final List<Method> METHODS =
      List.of(
          new Method("flood", ForwardingKind.FLOOD, 4, false),
          new Method("random walk", ForwardingKind.RANDOM_WALK, 4, false),
          new Method("dynamic query", ForwardingKind.DYNAMIC_QUERY, 4, false),
          new Method("flood + tables", ForwardingKind.FLOOD, 4, true),
          new Method("random walk + tables", ForwardingKind.RANDOM_WALK, 4, true),
          new Method("dynamic query + tables", ForwardingKind.DYNAMIC_QUERY, 4, true));

  private record Run(
      double messages, double duplicates, double found, double recall, double first, double last) {}

  @Override
  public String name() {
    return "gnutella-tiers";
  }

  @Override
  public String description() {
    return String.format(
        "a query for %d hits among %,d simulated ultrapeers of degree %d and %,d leaves, forwarded"
            + " in six ways: messages (takes long)",
        WANTED, ULTRAPEERS, DEGREE, LEAVES);
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx8g", "-XX:+UseParallelGC");
  }

  @Override
  public Figure measure(Progress progress) {
    double flood = 0;
    double best = 0;
    for (Method method : METHODS) {
      List<Run> runs = new ArrayList<>();
      for (long seed = 1; seed <= SEEDS; seed++) {
        run(method, seed, runs, progress);
      }
      Quantiles messages = of(runs, Run::messages);
      progress.say("  " + method.name() + ": messages " + messages);
      progress.say(
          String.format(
              "    duplicates %.3f, hits %.0f, found of what was wanted or there is %.3f, first"
                  + " hit %.2f s, 50th %.2f s (medians)",
              of(runs, Run::duplicates).median(),
              of(runs, Run::found).median(),
              of(runs, Run::recall).median(),
              of(runs, Run::first).median(),
              of(runs, Run::last).median()));
      flood = method.equals(METHODS.get(0)) ? messages.median() : flood;
      best = messages.median();
    }
    return new Figure(name(), best, "messages", "flood", flood, "<= 0.003");
  }

  private static Quantiles of(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Quantiles.of(runs.stream().mapToDouble(figure).toArray());
  }

  private void run(Method method, long seed, List<Run> runs, Progress progress) {
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withForwarding(method.kind(), method.ttl())
            .withQueryRouting(method.tables())
            .withDeflate(false);
    long cpu = Rounds.cpuNanos();
    SplittableRandom random = new SplittableRandom(seed);
    try (ServentNetwork network = new ServentNetwork(seed, config, NetworkModel.DEFAULT)) {
      network.addCore(Graph.regular(ULTRAPEERS, DEGREE, seed), Tier.ULTRAPEER, 300);
      network.addLeaves(LEAVES, LEAF_LINKS);
      int sharers = share(network, random);
      network.pass(Duration.ofSeconds(30));
      double tables = network.meter("tables.bytes");
      String setUp =
          String.format(
              "%.1f CPU-s, %,d links, %,.0f bytes of tables for each servent, %,d MB of heap",
              (Rounds.cpuNanos() - cpu) / 1e9,
              network.meter("links.ultrapeers.now") / 2,
              tables / network.size(),
              usedHeap() >> 20);
      cpu = Rounds.cpuNanos();
      queries(network, random, sharers, runs);
      String cost = String.format("%.1f CPU-s", (Rounds.cpuNanos() - cpu) / 1e9);
      progress.say("    seed " + seed + ": " + setUp + "; " + QUERIES + " queries " + cost);
      if (method.equals(METHODS.get(0))) {
        robustness(network, seed, random, progress);
      }
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static int share(ServentNetwork network, SplittableRandom random) {
    int sharers = 0;
    for (int i = network.core(); i < network.size(); i++) {
      for (int k = 0; k < FILES; k++) {
        String words = "track" + random.nextInt(100_000) + " album" + random.nextInt(20_000);
        network.share(i, words + " artist" + random.nextInt(10_000) + " " + k + ".mp3");
      }
      if (random.nextDouble() < SHARERS) {
        network.share(i, "copper rain " + i + ".ogg");
        sharers++;
      }
    }
    return sharers;
  }

  private static void queries(
      ServentNetwork network, SplittableRandom random, int sharers, List<Run> runs) {
    for (int i = 0; i < QUERIES; i++) {
      int from = random.nextInt(network.core());
      Outcome query = network.search(from, "copper rain", WANTED, Duration.ofSeconds(120));
      runs.add(
          new Run(
              query.messages(),
              (double) query.duplicates() / query.messages(),
              query.peers(),
              (double) query.peers() / Math.min(WANTED, sharers),
              query.firstSeconds(),
              query.fiftiethSeconds()));
    }
  }

  /**
   * Takes ultrapeers away, three of ten by chance in one network and the twenty-fifth part with the
   * most neighbours in the next, and sees what a flood still reaches before others take their
   * place.
   */
  private static void robustness(
      ServentNetwork network, long seed, SplittableRandom random, Progress progress) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, network.core()).boxed().toList());
    boolean byChance = seed % 2 == 1;
    if (byChance) {
      Collections.shuffle(all, new Random(random.nextLong()));
    } else {
      all.sort(Comparator.comparing(network::neighbours, Comparator.reverseOrder()));
    }
    int gone = network.core() * (byChance ? 30 : 4) / 100;
    int from = all.get(network.core() - 1);
    network.crash(all.subList(0, gone));
    Outcome query = network.search(from, "copper rain", 100_000, Duration.ofSeconds(60));
    progress.say(
        String.format(
            "    without %s: %s",
            byChance ? "30 % of the ultrapeers" : "the 4 % with the most neighbours", query));
  }
}
