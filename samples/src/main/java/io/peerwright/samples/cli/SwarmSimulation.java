package io.peerwright.samples.cli;

import io.peerwright.overlay.bittorrent.Strategy;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import io.peerwright.samples.swarm.PeerClass;
import io.peerwright.samples.swarm.SwarmPlan;
import io.peerwright.samples.swarm.SwarmResult;
import io.peerwright.samples.swarm.SwarmRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code simulate --overlay bittorrent}: one swarm, and how near it comes to what is possible. */
final class SwarmSimulation {

  static final String OVERLAY = "bittorrent";
  private static final int SOME_PEERS = 100;
  private static final int SOME_PIECES = 256;
  private static final long SAY_EVERY_SECONDS = 10;

  @Option(
      names = "--pieces",
      paramLabel = "N",
      description = "Of bittorrent only: pieces of 16 KiB that the content has. Default: 256.")
  private @Nullable Integer pieces;

  @Option(
      names = "--upload",
      paramLabel = "BYTES",
      description =
          "Of bittorrent only: what a leecher can send in a second; the seed has four times as"
              + " much. Default: 65536.")
  private @Nullable Long upload;

  @Option(
      names = "--free-riders",
      paramLabel = "N",
      description = "Of bittorrent only: how many of the peers give nothing. Default: 0.")
  private @Nullable Integer freeRiders;

  @Option(
      names = "--choking",
      paramLabel = "HOW",
      description = "Of bittorrent only: ${COMPLETION-CANDIDATES}. Default: TIT_FOR_TAT.")
  private Strategy.@Nullable Choking choking;

  @Option(
      names = "--order",
      paramLabel = "WHICH",
      description = "Of bittorrent only: ${COMPLETION-CANDIDATES}. Default: RAREST_FIRST.")
  private Strategy.@Nullable Order order;

  /** Whether one of these options was given. */
  boolean isAsked() {
    return pieces != null
        || upload != null
        || freeRiders != null
        || choking != null
        || order != null;
  }

  /** Runs it; true if all have got everything. */
  boolean run(Console console, @Nullable Integer peers, long seed, @Nullable Integer shards) {
    SwarmPlan plan = plan(peers == null ? SOME_PEERS : peers, seed, shards == null ? 1 : shards);
    SwarmResult result =
        SwarmRun.run(
            plan,
            sample -> {
              if ((long) sample.seconds() % SAY_EVERY_SECONDS == 0) {
                console.say("  %s", line(sample));
              }
            });
    print(console, result);
    return result.complete() == result.fetches().size();
  }

  private SwarmPlan plan(int peers, long seed, int shards) {
    int free = freeRiders == null ? 0 : freeRiders;
    if (peers < 2 || free < 0 || free >= peers) {
      throw new UserException(
          "--peers takes at least 2, and --free-riders fewer than those; they are "
              + peers
              + " and "
              + free);
    }
    long up = upload == null ? 1 << 16 : upload;
    Strategy.Choking whom = choking == null ? Strategy.Choking.TIT_FOR_TAT : choking;
    Strategy.Order which = order == null ? Strategy.Order.RAREST_FIRST : order;
    try {
      List<PeerClass> classes = new ArrayList<>();
      classes.add(PeerClass.seeds(1, 4 * up).with(whom, which));
      classes.add(PeerClass.leechers(peers - free, up, 0).with(whom, which));
      if (free > 0) {
        classes.add(
            PeerClass.leechers(free, up, 0)
                .with(whom, which)
                .as("free-rider", PeerClass.Role.FREE_RIDER));
      }
      int count = pieces == null ? SOME_PIECES : pieces;
      SwarmPlan plan = SwarmPlan.of(count, 1 << 14, classes.toArray(PeerClass[]::new));
      return plan.withSeed(seed).withShards(shards);
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot simulate that: " + e.getMessage());
    }
  }

  private static String line(SwarmResult.Sample sample) {
    return String.format(
        Locale.ROOT,
        "%,.0f s: %,d of %,d complete; a piece has %.1f copies in the mean, the rarest %d",
        sample.seconds(),
        sample.complete(),
        sample.present(),
        sample.meanCopies(),
        sample.fewestCopies());
  }

  private void print(Console console, SwarmResult result) {
    SwarmPlan plan = result.plan();
    double bound = plan.boundSeconds();
    for (int i = 0; i < plan.classes().size(); i++) {
      PeerClass kind = plan.classes().get(i);
      SwarmResult.Share share = result.shares().get(i);
      console.say(
          "%,d %s: received %s each, of no use %s, sent %s",
          kind.count(),
          kind.name(),
          Text.bytes(share.received() / kind.count()),
          Text.bytes(share.wasted() / kind.count()),
          Text.bytes(share.sent() / kind.count()));
    }
    if (result.complete() > 0) {
      console.say("seconds until a leecher had everything: %s", result.completion());
      console.say(
          "all had it after %.1f s, %.2f times the bound of Kumar and Ross",
          result.lastSeconds(), result.lastSeconds() / bound);
    }
    console.say(
        "%.1f s of virtual time in %.1f s (%.1f s of CPU), %,d events; trace hash %s",
        result.virtualTime().toNanos() / 1e9,
        result.realTime().toNanos() / 1e9,
        result.cpuTime().toNanos() / 1e9,
        result.events(),
        result.trace());
    console.event(
        "simulated",
        "complete",
        result.complete(),
        "lastSeconds",
        result.lastSeconds(),
        "boundSeconds",
        bound,
        "events",
        result.events(),
        "trace",
        result.trace());
  }
}
