package io.peerwright.samples.swarm;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.TrackerProvider;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one swarm of real peers that meet at a real tracker, in virtual time. */
public final class SwarmRun {

  private static final int TRACKER_PORT = 6969;
  private static final Duration STEP = Duration.ofSeconds(1);

  private final SwarmPlan plan;
  private final Simulation simulation;
  private final SharedContent content;
  private final List<Member> members = new ArrayList<>();
  private final List<SwarmResult.Sample> samples = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Set<Endpoint> seeds = new HashSet<>();
  private int expected;

  private SwarmRun(SwarmPlan plan) {
    this.plan = plan;
    simulation = Simulation.create(plan.network());
    simulation.onError((host, thrown) -> failure.compareAndSet(null, thrown));
    Host tracker = simulation.newHost("tracker", null, null);
    var at = tracker.listenAddress().withPort(TRACKER_PORT);
    new TrackerProvider().create(tracker, TrackerConfig.DEFAULT.withListen(at)).join();
    content =
        new SharedContent(
            plan.pieces(), plan.pieceBytes(), plan.seed(), "udp://" + at + "/announce");
  }

  /** Runs it to its end. */
  public static SwarmResult run(SwarmPlan plan) {
    return run(plan, sample -> {});
  }

  /**
   * Runs it to its end.
   *
   * @param progress hears how the swarm stands after each second of virtual time
   */
  public static SwarmResult run(SwarmPlan plan, Consumer<SwarmResult.Sample> progress) {
    long began = System.nanoTime();
    long cpu = cpuNanos();
    SwarmRun run = new SwarmRun(plan);
    try (Simulation simulation = run.simulation) {
      run.populate();
      while (!run.isOver() && simulation.now().compareTo(plan.limit()) < 0) {
        // In whole steps: where the run ends must not depend on how many threads run it.
        simulation.runFor(STEP);
        progress.accept(run.sample());
        run.keepAccounts();
        run.checkFailure();
      }
      return run.result(System.nanoTime() - began, cpuNanos() - cpu);
    }
  }

  /** Until the first leecher has everything and is a seed. */
  private void keepAccounts() {
    Duration from = plan.accountsFrom();
    boolean tooEarly = from == null || simulation.now().compareTo(from) < 0;
    if (tooEarly || samples.get(samples.size() - 1).complete() > 0) {
      return;
    }
    if (seeds.isEmpty()) {
      members.stream().filter(Member::isSeed).forEach(each -> seeds.add(each.address()));
      leechers().forEach(each -> each.account().begin(each.peers()));
    } else {
      leechers().forEach(each -> each.account().update(each.peers(), seeds::contains));
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void checkFailure() {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a handler failed", thrown);
    }
  }

  private void populate() {
    SplittableRandom random = new SplittableRandom(plan.seed());
    for (int i = 0; i < plan.classes().size(); i++) {
      PeerClass kind = plan.classes().get(i);
      int kindIndex = i;
      double at = 0;
      for (int j = 0; j < kind.count(); j++) {
        String name = kind.name() + j;
        at += kind.perSecond() > 0 ? -Math.log1p(-random.nextDouble()) / kind.perSecond() : 0;
        if (kind.perSecond() > 0) {
          Duration when = Duration.ofNanos((long) (at * 1e9));
          simulation.schedule(when, () -> add(kind, kindIndex, name));
        } else {
          add(kind, kindIndex, name);
        }
        expected += kind.role() == PeerClass.Role.SEED ? 0 : 1;
      }
    }
  }

  private void add(PeerClass kind, int kindIndex, String name) {
    Host host = simulation.newHost(name, address(members.size() + 1), Member.directory());
    simulation.setModel(
        host, plan.network().network().withBandwidth(kind.upload(), kind.download()));
    Member member = new Member(kind, kindIndex, host, content);
    members.add(member);
    host.loop().execute(member::start);
  }

  /** Each peer is in a network of its own: what a newcomer is allowed (BEP 6) goes by that. */
  private static Endpoint address(int number) {
    return Endpoint.parse("10." + (1 + number / 250) + "." + number % 250 + ".1:0");
  }

  private List<Member> leechers() {
    return members.stream().filter(each -> !each.isSeed()).toList();
  }

  private boolean isOver() {
    if (samples.isEmpty()) {
      return false;
    }
    int complete = samples.get(samples.size() - 1).complete();
    return complete >= (plan.end() == SwarmPlan.End.FIRST_COMPLETE ? 1 : expected);
  }

  private SwarmResult.Sample sample() {
    int complete = 0;
    int present = 0;
    for (Member each : members) {
      complete += !each.isSeed() && each.isComplete() ? 1 : 0;
      present += !each.isSeed() && !each.isGone() ? 1 : 0;
    }
    SwarmResult.Sample sample =
        new SwarmResult.Sample(
            simulation.now().toNanos() / 1e9,
            complete,
            present,
            content.fewestCopies(),
            (double) content.allCopies() / plan.pieces());
    samples.add(sample);
    return sample;
  }

  private List<SwarmResult.Share> shares() {
    long[][] sums = new long[plan.classes().size()][3];
    for (Member each : members) {
      long[] sum = sums[each.kindIndex()];
      each.overlay()
          .meters(
              (name, value) -> {
                switch (name) {
                  case "bytes.received" -> sum[0] += value;
                  case "bytes.wasted" -> sum[1] += value;
                  case "bytes.sent" -> sum[2] += value;
                  default -> {
                    // The others are not about bytes.
                  }
                }
              });
    }
    return Arrays.stream(sums).map(sum -> new SwarmResult.Share(sum[0], sum[1], sum[2])).toList();
  }

  private SwarmResult result(long realNanos, long cpuNanos) {
    List<SwarmResult.Fetch> fetches = new ArrayList<>();
    for (Member each : leechers()) {
      double seconds = each.isComplete() ? (each.completeAt() - each.cameAt()) / 1e9 : -1;
      fetches.add(
          new SwarmResult.Fetch(
              each.kindIndex(),
              each.cameAt() / 1e9,
              seconds,
              each.bytesDone(),
              each.account().fromLeechers(),
              each.account().fromSeeds()));
    }
    return new SwarmResult(
        plan,
        List.copyOf(fetches),
        shares(),
        List.copyOf(samples),
        simulation.events(),
        simulation.traceHash(),
        simulation.now(),
        Duration.ofNanos(realNanos),
        Duration.ofNanos(cpuNanos));
  }
}
