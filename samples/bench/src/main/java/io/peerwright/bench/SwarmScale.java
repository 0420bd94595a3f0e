package io.peerwright.bench;

import io.peerwright.samples.swarm.PeerClass;
import io.peerwright.samples.swarm.SwarmPlan;
import io.peerwright.samples.swarm.SwarmResult;
import io.peerwright.samples.swarm.SwarmRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long a large swarm takes in simulation. */
final class SwarmScale implements Benchmark {

  private static final int PIECES = 1000;
  private static final int PIECE_BYTES = 1 << 14;
  private static final long UPLOAD = 1 << 17;
  private static final int SEEDS = 4;
  private static final int SHARDS = 2;
  private static final long SAY_EVERY_NANOS = 10_000_000_000L;

  private final String name;
  private final int peers;
  private final int limitSeconds;
  private final List<String> heap;

  SwarmScale(String name, int peers, int limitSeconds, List<String> heap) {
    this.name = name;
    this.peers = peers;
    this.limitSeconds = limitSeconds;
    this.heap = heap;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return String.format(
        "%,d leechers and 4 seeds, %,d pieces of 16 KiB, in 2 threads until all have everything:"
            + " seconds",
        peers, PIECES);
  }

  @Override
  public List<String> jvmOptions() {
    List<String> options = new ArrayList<>(heap);
    options.add("-XX:+UseParallelGC");
    return options;
  }

  @Override
  public Figure measure(Progress progress) {
    SwarmPlan plan =
        SwarmPlan.of(
                PIECES,
                PIECE_BYTES,
                PeerClass.seeds(SEEDS, 4 * UPLOAD),
                PeerClass.leechers(peers, UPLOAD, 0))
            .withShards(SHARDS);
    long[] said = {System.nanoTime()};
    SwarmResult result =
        SwarmRun.run(
            plan,
            sample -> {
              if (System.nanoTime() - said[0] > SAY_EVERY_NANOS) {
                said[0] = System.nanoTime();
                progress.say("  " + sample);
              }
            });
    progress.say(
        String.format(
            "  %,d of %,d complete, %s s, %.2f of the bound; %,d events, CPU %.1f s, trace %s",
            result.complete(),
            peers,
            result.completion(),
            result.lastSeconds() / plan.boundSeconds(),
            result.events(),
            result.cpuTime().toNanos() / 1e9,
            result.trace()));
    if (result.complete() < peers) {
      throw new IllegalStateException("not all have everything after " + Duration.ofDays(1));
    }
    double seconds = result.realTime().toNanos() / 1e9;
    return new Figure(name, seconds, "s", "limit", limitSeconds, "<= 1");
  }
}
