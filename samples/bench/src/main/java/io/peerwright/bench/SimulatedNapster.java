package io.peerwright.bench;

import io.peerwright.samples.simulate.Report;
import io.peerwright.samples.simulate.Scenario;
import io.peerwright.samples.simulate.Settings;

/** How long a whole network of real Napster clients takes in simulation. */
final class SimulatedNapster implements Benchmark {

  private static final int PEERS = 10_000;

  @Override
  public String name() {
    return "simulated-napster";
  }

  @Override
  public String description() {
    return "10,000 clients log in, share 20 files each, search and download once: seconds";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    Report report = Scenario.run(new Settings("hybrid", PEERS, 20, 16_384, 1), progress::say);
    progress.say(
        String.format(
            "  %,d downloads of %,d searches, %d failed; %,d events, CPU %.1f s, trace %s",
            report.downloads(),
            PEERS,
            report.failed(),
            report.events(),
            report.cpuTime().toNanos() / 1e9,
            report.trace()));
    if (report.joined() < PEERS || report.downloads() < PEERS || report.failed() > 0) {
      throw new IllegalStateException("not every client did its part: " + report);
    }
    return new Figure(name(), report.realTime().toNanos() / 1e9, "s", "limit", 60, "<= 1");
  }
}
