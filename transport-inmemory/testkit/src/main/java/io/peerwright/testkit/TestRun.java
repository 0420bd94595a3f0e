package io.peerwright.testkit;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.testkit.PeerEvent.Kind;
import io.peerwright.testkit.Plan.Part;
import io.peerwright.testkit.Plan.PlannedStep;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run of a plan. */
final class TestRun {

  /** Tables are looked at so rarely that it takes no more than half of the time. */
  private static final int ENTRIES_PER_EVENT = 256;

  /**
   * How often it is asked whether a step is over, and what peers see of each other is renewed: at
   * instants of virtual time, which are the same for any number of shards.
   */
  private static final Duration LOOK = Duration.ofMillis(TestPeer.SEEN_MILLIS);

  private final Plan plan;
  private final Simulation simulation;
  private final Journal journal = new Journal();
  private final TestNetwork network;

  private TestRun(Plan plan, Simulation simulation) {
    this.plan = plan;
    this.simulation = simulation;
    network = new TestNetwork(simulation, plan.seed());
    simulation.onError(journal::writeThrown);
  }

  /** Runs a plan, watched by a doctor if there is one. */
  static OverlayResults run(Plan plan, @Nullable Doctor doctor) {
    InMemoryConfig config =
        InMemoryConfig.DEFAULT.withSeed(plan.seed()).withNetwork(plan.network()).withPoison();
    try (Simulation simulation = Simulation.create(sharded(config, plan.shards()))) {
      if (!plan.unchecked()) {
        simulation.checked(ENTRIES_PER_EVENT);
      }
      if (doctor != null) {
        doctor.watch(simulation);
      }
      TestRun run = new TestRun(plan, simulation);
      run.perform();
      return run.results();
    }
  }

  /** Host by host, too, so that peers that share something take turns otherwise than in 1 shard. */
  private static InMemoryConfig sharded(InMemoryConfig config, int shards) {
    return shards == 1 ? config : config.withShards(shards).withHostByHost();
  }

  private void perform() {
    plan.infrastructure().forEach(this::addInfrastructure);
    Part part = plan.peers();
    for (int i = 0; i < part.count(); i++) {
      int number = i;
      Host host = simulation.newHost("peer-" + number, null, null);
      network.add(
          new TestPeer(network, journal, number, host, at -> part.make(network, at, number)));
    }
    round(new PlannedStep(OverlayTestKit.JOIN, plan.joinWithin(), Steps.join()), peer -> true);
    if (plan.churn() != null) {
      ComingAndGoing.begin(network, plan.churn());
    }
    if (plan.faults() != null) {
      plan.faults().begin(network);
    }
    for (PlannedStep step : plan.steps()) {
      if (step.step() == null) {
        run(() -> false, step.spread());
      } else {
        round(step, wanted(step));
      }
      check();
    }
  }

  /** A step that brings peers back is for those who are away; all others are for the others. */
  private static Predicate<TestPeer> wanted(PlannedStep step) {
    return step.name().equals(OverlayTestKit.JOIN)
        ? peer -> !peer.isPresent() && !peer.isCrashed()
        : TestPeer::isPresent;
  }

  private void addInfrastructure(Part part) {
    List<CompletableFuture<Void>> joined = new ArrayList<>();
    for (int i = 0; i < part.count(); i++) {
      String name = part.provider().name();
      Host host = simulation.newHost(name + "-" + i, null, null);
      network.addInfrastructure(name, host);
      Overlay overlay = part.make(network, host, i);
      joined.add(overlay.join().toCompletableFuture());
    }
    CompletableFuture<Void> all = CompletableFuture.allOf(joined.toArray(CompletableFuture[]::new));
    run(all::isDone, plan.patience());
    if (!all.isDone() || all.isCompletedExceptionally()) {
      throw failure(
          part.provider().name() + " did not join: " + all.handle((nothing, why) -> why), null);
    }
  }

  private void round(PlannedStep planned, Predicate<TestPeer> wanted) {
    Step step = planned.step();
    if (step == null) {
      return;
    }
    Round round = new Round(planned.name(), step, journal);
    for (TestPeer peer : network.peers()) {
      if (wanted.test(peer)) {
        round.add(peer, peer.random().nextLong(planned.spread().toNanos() + 1));
      }
    }
    run(round::isOver, planned.spread().plus(plan.patience()));
    round.end();
    check();
  }

  /** What is thrown here is the test's own doing; what a peer throws is told in the end. */
  private void run(BooleanSupplier over, Duration limit) {
    Duration end = simulation.now().plus(limit);
    try {
      while (!over.getAsBoolean() && simulation.now().compareTo(end) < 0) {
        Duration left = end.minus(simulation.now());
        simulation.runFor(left.compareTo(LOOK) < 0 ? left : LOOK);
        network.renewViews();
      }
    } catch (RuntimeException e) {
      throw failure("the test failed: " + e, e);
    }
  }

  /** Ends the run if something is wrong that no test wants to see. */
  private void check() {
    network.peers().forEach(TestPeer::readCounters);
    PeerEvents broken = new PeerEvents(journal.events(), "events", plan.repeat()).of(Kind.BROKEN);
    broken.assertNone();
  }

  private OverlayResults results() {
    Map<String, Long> meters = new TreeMap<>();
    network.peers().forEach(peer -> peer.addMeters(meters));
    return new OverlayResults(
        plan.peers().count(),
        journal.events(),
        meters,
        simulation.traceHash(),
        simulation.now(),
        network.traceHashes(),
        plan.repeat());
  }

  private AssertionError failure(String message, @Nullable Throwable cause) {
    return new AssertionError(message + "\nrepeat with: " + plan.repeat(), cause);
  }
}
