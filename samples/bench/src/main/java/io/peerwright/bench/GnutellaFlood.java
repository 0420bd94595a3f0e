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
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What a query costs that is flooded through the network of 2000: real servents without tiers, each
 * with the links that a graph gives it.
 */
final class GnutellaFlood implements Benchmark {

  private static final int PEERS = Integer.getInteger("peerwright.bench.peers", 10_000);
  private static final int SEEDS = Integer.getInteger("peerwright.bench.seeds", 5);
  private static final int QUERIES = 8;
  private static final int DEGREE = 4;
  private static final int TTL = 7;
  private static final int SHARERS_PERCENT = 1;

  private final boolean powerLaw;

  GnutellaFlood(boolean powerLaw) {
    this.powerLaw = powerLaw;
  }

  @Override
  public String name() {
    return powerLaw ? "gnutella-power-law" : "gnutella-random";
  }

  @Override
  public String description() {
    return String.format(
        "a query flooded with TTL 7 among %,d simulated servents of degree 4, a %s graph: messages",
        PEERS, powerLaw ? "power-law" : "random");
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx2g", "-XX:+UseParallelGC");
  }

  /** All links alike, as in a model that counts hops: then the first copy came the shortest way. */
  private static final NetworkModel ALIKE = NetworkModel.DEFAULT.withLatencyMicros(50_000, 50_000);

  private record Run(
      double messages, double reach, double duplicates, double recall, double first) {}

  @Override
  public Figure measure(Progress progress) {
    Quantiles alike = measure(progress, "50 ms each", ALIKE);
    measure(progress, "10 to 100 ms", NetworkModel.DEFAULT);
    double known = powerLaw ? 29_268 : 14_262;
    return new Figure(name(), alike.median(), "messages", "a model", known, "about 1");
  }

  private Quantiles measure(Progress progress, String latency, NetworkModel network) {
    List<Run> runs = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      int before = runs.size();
      long cpu = Rounds.cpuNanos();
      run(seed, network, runs);
      progress.say(
          String.format(
              "  links of %s, seed %d: %,.0f messages in the mean, %.1f CPU-s",
              latency,
              seed,
              runs.subList(before, runs.size()).stream()
                  .mapToDouble(Run::messages)
                  .average()
                  .orElse(0),
              (Rounds.cpuNanos() - cpu) / 1e9));
    }
    progress.say("  messages of a query: " + of(runs, Run::messages));
    progress.say("  reached: " + of(runs, Run::reach));
    progress.say("  duplicates: " + of(runs, Run::duplicates));
    progress.say("  found of what there is: " + of(runs, Run::recall));
    progress.say("  seconds to the first hit: " + of(runs, Run::first));
    return of(runs, Run::messages);
  }

  private static Quantiles of(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Quantiles.of(runs.stream().mapToDouble(figure).toArray());
  }

  private void run(long seed, NetworkModel latency, List<Run> runs) {
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withForwarding(ForwardingKind.FLOOD, TTL)
            .withQueryRouting(false)
            .withDeflate(false);
    Graph graph =
        powerLaw ? Graph.powerLaw(PEERS, DEGREE, seed) : Graph.random(PEERS, DEGREE, seed);
    SplittableRandom random = new SplittableRandom(seed);
    try (ServentNetwork network = new ServentNetwork(seed, config, latency)) {
      network.addCore(graph, Tier.LEGACY, 0);
      long links = network.meter("links.ultrapeers.now") / 2;
      if (links < graph.count() * 0.99) {
        throw new IllegalStateException(links + " links, not " + graph.count());
      }
      for (int i = 0; i < network.size(); i++) {
        if (random.nextInt(100) < SHARERS_PERCENT) {
          network.share(i, "copper rain " + i + ".ogg");
        }
      }
      long sharers = network.meter("shares.now");
      for (int i = 0; i < QUERIES; i++) {
        int from = random.nextInt(network.size());
        Outcome query = network.search(from, "copper rain", 10_000, Duration.ofSeconds(60));
        runs.add(
            new Run(
                query.messages(),
                (double) (query.messages() - query.duplicates()) / (PEERS - 1),
                (double) query.duplicates() / query.messages(),
                (double) query.peers() / sharers,
                query.firstSeconds()));
      }
    }
  }
}
