package io.peerwright.bench;

import io.peerwright.samples.simulate.Report;
import io.peerwright.samples.simulate.Scenario;
import io.peerwright.samples.simulate.Settings;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.util.List;

/** How long a whole network of real Napster clients takes in simulation. */
final class SimulatedNapster implements Benchmark {

  private final String name;
  private final int clients;
  private final int servers;
  private final int shards;
  private final int limitSeconds;

  SimulatedNapster(String name, int clients, int servers, int shards, int limitSeconds) {
    this.name = name;
    this.clients = clients;
    this.servers = servers;
    this.shards = shards;
    this.limitSeconds = limitSeconds;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return String.format(
        "%,d clients of %d index servers log in, share 20 files each, search and download once:"
            + " seconds, with %d threads",
        clients, servers, shards);
  }

  @Override
  public List<String> jvmOptions() {
    return clients > 20_000 ? Jvm.LARGE_HEAP : List.of();
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    Settings settings = new Settings("hybrid", clients, 20, 16_384, 1, servers);
    InMemoryConfig network = InMemoryConfig.DEFAULT.withShards(shards);
    Report report = Scenario.run(settings, network, null, progress::say);
    progress.say(
        String.format(
            "  %,d downloads of %,d searches, %d failed; %d wanted what nobody at their server shares,"
                + " %d missed what somebody does; %,d events, CPU %.1f s, trace %s",
            report.downloads(),
            report.searched(),
            report.failed(),
            report.hopeless(),
            report.missed(),
            report.events(),
            report.cpuTime().toNanos() / 1e9,
            report.trace()));
    boolean all = report.joined() == clients && report.searched() == clients;
    if (!all || report.downloads() < report.found() || report.missed() > 0) {
      throw new IllegalStateException("not every client did its part: " + report);
    }
    return new Figure(name, report.realTime().toNanos() / 1e9, "s", "limit", limitSeconds, "<= 1");
  }
}
