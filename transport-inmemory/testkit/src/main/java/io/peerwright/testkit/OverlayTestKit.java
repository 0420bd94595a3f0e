package io.peerwright.testkit;

import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.testkit.Plan.Part;
import io.peerwright.testkit.Plan.PlannedStep;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs many peers of an overlay in a simulation and tells what came of it.
 *
 * <pre>{@code
 * OverlayTestKit.overlay("hybrid")
 *     .with("hybrid-server", 1, site -> serverAt(site.host().listenAddress().withPort(8888)))
 *     .configured(site -> clientOf(site.network().infrastructure("hybrid-server", 0)))
 *     .peers(200)
 *     .seed(7)
 *     .step("share", Duration.ofSeconds(10), Steps.share(3, 10_000))
 *     .step("search", Duration.ofSeconds(10), Steps.search(Duration.ofSeconds(15)))
 *     .run()
 *     .assertAllJoined()
 *     .assertNothingFailed()
 *     .assertMeterAtLeast("searches.sent", 200);
 * }</pre>
 *
 * <p>First the infrastructure joins, then all peers; then peers begin to come and go and faults
 * happen, if the test wants them; then each step is done by all peers that are present, and waited
 * for. Borrowed buffers are poisoned after each callback. A run fails at once if a handler throws,
 * a counter goes back, or a table of the simulation is not in order. Its failures end with the one
 * line that repeats it; the system property {@value RepeatLine#SEED} takes the place of the seed.
 */
public final class OverlayTestKit {

  /** The name of the first step. */
  public static final String JOIN = "join";

  private static final String OF_THE_PROCESS =
      ".\nBoth had the same seed, so something of the process came in: the order of Map.of and"
          + " Set.of, which is salted anew in each JVM (a TreeMap or a LinkedHashMap has an order of"
          + " its own), identity hashes, the environment, a clock.";

  private final OverlayProvider<?> provider;
  private final List<Part> infrastructure = new ArrayList<>();
  private final List<PlannedStep> steps = new ArrayList<>();
  private @Nullable Function<Site, ? extends Record> config;
  private int peers = 10;
  private long seed = 1;
  private NetworkModel network = NetworkModel.DEFAULT;
  private @Nullable PeerChurn churn;
  private @Nullable NetworkFaults faults;
  private Duration joinWithin = Duration.ofSeconds(10);
  private Duration patience = Duration.ofMinutes(2);
  private boolean twice;
  private boolean unchecked;
  private int shards = 1;
  private int otherJvms;

  private OverlayTestKit(OverlayProvider<?> provider) {
    this.provider = provider;
  }

  /**
   * Tests the overlay that the service loader knows by this name.
   *
   * @throws IllegalArgumentException that says which ones there are
   */
  public static OverlayTestKit overlay(String name) {
    return new OverlayTestKit(Providers.named(name));
  }

  /** Tests the overlays of a provider. */
  public static OverlayTestKit overlay(OverlayProvider<?> provider) {
    return new OverlayTestKit(provider);
  }

  /**
   * Adds what the peers depend on, such as an index server: joined before the first peer, and not
   * touched by steps, churn and faults.
   *
   * @param name a provider that the service loader knows
   */
  public OverlayTestKit with(String name, int count, Function<Site, ? extends Record> configs) {
    infrastructure.add(new Part(Providers.named(name), count, configs));
    return this;
  }

  /** Adds what the peers depend on, made by a provider. */
  public <C extends Record> OverlayTestKit with(
      OverlayProvider<C> parts, int count, Function<Site, C> configs) {
    infrastructure.add(new Part(parts, count, configs));
    return this;
  }

  /** How many peers there are; 10 unless said otherwise. */
  public OverlayTestKit peers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("peers must be at least 1, is " + count);
    }
    peers = count;
    return this;
  }

  /** The configuration of each peer; the provider's defaults unless said otherwise. */
  public OverlayTestKit configured(Function<Site, ? extends Record> configs) {
    config = configs;
    return this;
  }

  /** From which all chance follows; 1 unless said otherwise. */
  public OverlayTestKit seed(long value) {
    seed = value;
    return this;
  }

  /** How the network behaves. */
  public OverlayTestKit network(NetworkModel model) {
    network = model;
    return this;
  }

  /** Lets the peers come and go once all have joined. */
  public OverlayTestKit churn(PeerChurn comingAndGoing) {
    churn = comingAndGoing;
    return this;
  }

  /** Lets things go wrong once all have joined. */
  public OverlayTestKit faults(NetworkFaults more) {
    faults = faults == null ? more : faults.and(more);
    return this;
  }

  /** The peers join within this time; 10 s unless said otherwise. */
  public OverlayTestKit joinWithin(Duration time) {
    joinWithin = time;
    return this;
  }

  /** How long the slowest peer may take for a step; 2 minutes unless said otherwise. */
  public OverlayTestKit patience(Duration time) {
    patience = time;
    return this;
  }

  /**
   * Adds a step for all peers that are then present; one called {@value #JOIN} is for those that
   * are away.
   *
   * @param spread each peer begins at a moment of its own within this time
   */
  public OverlayTestKit step(String name, Duration spread, Step step) {
    steps.add(new PlannedStep(name, spread, step));
    return this;
  }

  /** Lets time pass after the steps so far. */
  public OverlayTestKit pause(Duration time) {
    steps.add(new PlannedStep("pause", time, null));
    return this;
  }

  /**
   * Does not look at the tables of the simulation while it runs, which makes a run of very many
   * peers somewhat faster; otherwise one that is not in order fails the run.
   */
  public OverlayTestKit unchecked() {
    unchecked = true;
    return this;
  }

  /**
   * Parts the peers among so many threads; 1 unless said otherwise. The results are the same for
   * any number, unless peers share something in memory, such as a static field, or a step uses what
   * belongs to another peer: {@link #twice} finds that.
   *
   * @param count within 1..64; more than 1 needs a network whose least latency is not 0
   */
  public OverlayTestKit shards(int count) {
    if (count < 1 || count > InMemoryConfig.MAX_SHARDS) {
      throw new IllegalArgumentException(
          "shards must be within 1.." + InMemoryConfig.MAX_SHARDS + ", is " + count);
    }
    shards = count;
    return this;
  }

  /**
   * Runs all of it twice, and fails in {@link #run} if the two runs differ in any event. With
   * several {@link #shards} the first run has 1, and peers that hide something from the network,
   * but not from each other, are found.
   */
  public OverlayTestKit twice() {
    twice = true;
    return this;
  }

  /**
   * Runs all of it in so many other JVMs, too, and fails in {@link #run} if a hash differs: what is
   * the same throughout a process, such as the salt of {@code Map.of}, is another one there.
   *
   * <p>The other JVM makes an instance of the test's class and calls its method, which has no
   * parameters; nothing is done before or after it.
   *
   * @param count at least 1; one more finds in vain what another one has found by chance only
   */
  public OverlayTestKit alsoInOtherJvms(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, is " + count);
    }
    otherJvms = count;
    return this;
  }

  /**
   * Runs it.
   *
   * @throws AssertionError if a handler threw something or a counter went back, if the
   *     infrastructure did not join, or if two runs differ
   */
  public OverlayResults run() {
    Plan plan = plan();
    OverlayResults results = run(plan);
    String name = provider.name() + "/" + peers + "/" + steps.size() + "/" + plan.seed();
    if (OtherJvm.isThis()) {
      OtherJvm.tell(name, results.traceHash());
      return results;
    }
    String here = Long.toHexString(results.traceHash());
    for (int i = 0; i < otherJvms; i++) {
      String there = OtherJvm.hash(RepeatLine.test(), name);
      if (!there.equals(here)) {
        throw new AssertionError(
            "The run has the hash "
                + here
                + ", and in another JVM "
                + there
                + OF_THE_PROCESS
                + "\nrepeat with: "
                + plan.repeat());
      }
    }
    return results;
  }

  private OverlayResults run(Plan plan) {
    if (!twice) {
      return TestRun.run(plan, null);
    }
    if (shards > 1) {
      OverlayResults whole = TestRun.run(plan.inShards(1), null);
      OverlayResults parted = TestRun.run(plan, null);
      ShardComparison.assertSame(whole, parted, shards);
      return parted;
    }
    List<OverlayResults> results = new ArrayList<>();
    Doctor.examine(
        doctor -> results.add(TestRun.run(plan, doctor)), "repeat with: " + plan.repeat());
    return results.get(1);
  }

  private Plan plan() {
    long wanted = Long.getLong(RepeatLine.SEED, seed);
    return new Plan(
        List.copyOf(infrastructure),
        new Part(provider, peers, config),
        wanted,
        network,
        churn,
        faults,
        joinWithin,
        patience,
        unchecked,
        shards,
        List.copyOf(steps),
        RepeatLine.of(wanted));
  }
}
