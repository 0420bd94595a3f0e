package io.peerwright.bench;

import io.peerwright.samples.servents.ChurnPlan;
import io.peerwright.samples.servents.ServentChurn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An hour of virtual time of a network of ultrapeers and leaves that come and go, each of which
 * searches once; before that all come, and find the others by host caches.
 */
final class GnutellaMillion implements Benchmark {

  private static final int ULTRAPEERS = Integer.getInteger("peerwright.bench.ultrapeers", 500);
  private static final int SHARDS = Integer.getInteger("peerwright.bench.shards", 2);
  private static final int SEED = Integer.getInteger("peerwright.bench.firstSeed", 1);
  private static final int PROBES = Integer.getInteger("peerwright.bench.probes", 20);
  private static final Duration TIME =
      Duration.ofMinutes(Integer.getInteger("peerwright.bench.minutes", 60));

  private static final int LIMIT_SECONDS = 1_800;
  private static final int SAY_SECONDS = 300;
  private static final int LOOKED_AT = 2_000;

  private static final ChurnPlan PLAN = ChurnPlan.of(ULTRAPEERS).withShards(SHARDS);

  private long began;
  private long cpu;
  private long events;

  @Override
  public String name() {
    return "gnutella-million";
  }

  @Override
  public String description() {
    return String.format(
        "%,d simulated ultrapeers and %,d leaves of Gnutella, one hour in which they come, go and"
            + " search: seconds; the million by -Dpeerwright.bench.ultrapeers=50000",
        PLAN.ultrapeers(), PLAN.leaves());
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx12g", "-XX:+UseParallelGC");
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    begin();
    double buildUp;
    double hour;
    try (ServentChurn network = new ServentChurn(PLAN, SEED)) {
      network.buildUp(second -> say(network, second, progress));
      buildUp = seconds();
      end("build-up", network, progress);
      Map<String, Long> before = network.meters();
      begin();
      events = network.simulation().events();
      network.churn(TIME, second -> say(network, second, progress));
      hour = seconds();
      end("churn", network, progress);
      Map<String, Long> after = network.meters();
      begin();
      network.probe(PROBES);
      network.figures().lines().forEach(each -> progress.say("  " + each));
      after.forEach((name, value) -> tell(progress, name, before.getOrDefault(name, 0L), value));
      progress.say(String.format("  trace %016x", network.simulation().traceHash()));
    }
    progress.say(String.format("  build-up %.0f s, then %.0f s", buildUp, hour));
    return new Figure(name(), buildUp + hour, "s", "limit", LIMIT_SECONDS, "<= 1 for a million");
  }

  private void begin() {
    began = System.nanoTime();
    cpu = Rounds.cpuNanos();
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  private void say(ServentChurn network, int second, Progress progress) {
    if ((second + 1) % SAY_SECONDS == 0) {
      progress.say(
          String.format(
              Locale.ROOT,
              "    %,5d s: %s; %.0f s, %.0f CPU-s, %,d events",
              second + 1,
              network.links(LOOKED_AT),
              seconds(),
              (Rounds.cpuNanos() - cpu) / 1e9,
              network.simulation().events() - events));
    }
  }

  private void end(String what, ServentChurn network, Progress progress) throws Exception {
    double seconds = seconds();
    double cpuSeconds = (Rounds.cpuNanos() - cpu) / 1e9;
    long heap = Memory.heap();
    progress.say(
        String.format(
            Locale.ROOT,
            "  %s: %.1f s, %.1f CPU-s (%.2f ms a peer), %,d events; heap %,d MB in use (%,d B a"
                + " peer), most resident %,d MB",
            what,
            seconds,
            cpuSeconds,
            cpuSeconds * 1e3 / PLAN.size(),
            network.simulation().events() - events,
            heap >> 20,
            heap / PLAN.size(),
            mostResident() >> 20));
  }

  private static long mostResident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  private static void tell(Progress progress, String name, long before, long after) {
    if (after != before && !name.endsWith(".now")) {
      progress.say(String.format(Locale.ROOT, "    %s: %,d", name, after - before));
    }
  }
}
