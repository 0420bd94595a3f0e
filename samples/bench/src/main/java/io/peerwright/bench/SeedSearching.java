package io.peerwright.bench;

import io.peerwright.samples.simulate.SeedSearch;
import io.peerwright.samples.simulate.Settings;
import io.peerwright.samples.simulate.TrialSettings;
import io.peerwright.transport.inmemory.faults.FaultMix;

/** How long it takes to look for a bug with ten thousand seeds. */
final class SeedSearching implements Benchmark {

  private static final int SEEDS = Integer.getInteger("peerwright.bench.seeds", 10_000);
  private static final int ALL_SEEDS = 10_000;
  private static final int PEERS = 200;
  private static final int LIMIT_SECONDS = 600;
  private static final int THREADS = 2;

  @Override
  public String name() {
    return "seed-search";
  }

  @Override
  public String description() {
    return "10,000 seeds x 200 Napster peers x 10 virtual minutes with faults, in 2 threads: seconds"
        + " (takes minutes; -Dpeerwright.bench.seeds=N for fewer, scaled up)";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    Settings size = new Settings("hybrid", PEERS, 3, 8_192, 1);
    TrialSettings trial = new TrialSettings(size, FaultMix.DEFAULT, null);
    long cpu = Rounds.cpuNanos();
    SeedSearch.Outcome outcome = SeedSearch.run(trial, 1, SEEDS, THREADS, progress::say);
    cpu = Rounds.cpuNanos() - cpu;
    progress.say(
        String.format(
            "  %,d seeds, %,d events, CPU %.1f s, %,.0f times as fast as real time",
            outcome.tried(), outcome.events(), cpu / 1e9, outcome.speed()));
    TrialSettings failing = outcome.failing();
    if (failing != null) {
      throw new IllegalStateException(outcome.verdict() + "; to repeat: " + failing.command());
    }
    double seconds = outcome.realTime().toNanos() / 1e9 * ALL_SEEDS / SEEDS;
    return new Figure(name(), seconds, "s", "limit", LIMIT_SECONDS, "<= 1");
  }
}
