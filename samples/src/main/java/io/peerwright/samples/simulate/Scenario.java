package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.inmemory.Snapshot;
import io.peerwright.transport.inmemory.faults.Churn;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scale run: every peer joins, shares, searches once and downloads what it found, in virtual
 * time.
 */
public final class Scenario {

  /** The peers come within this time. */
  static final long JOIN_NANOS = Duration.ofSeconds(60).toNanos();

  /** Nobody searches before this, so that all shares are there. */
  static final long SEARCH_FROM_NANOS = Duration.ofSeconds(90).toNanos();

  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Settings settings;
  private final @Nullable Record overlay;
  private final Simulation simulation;
  private final Catalogue catalogue;

  /** What peers report, each on the thread of its shard. */
  private final AtomicInteger joined = new AtomicInteger();

  private final AtomicInteger searched = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();
  private final AtomicInteger missed = new AtomicInteger();
  private final AtomicLong hits = new AtomicLong();
  private final AtomicInteger downloads = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  private Scenario(Settings settings, InMemoryConfig network, @Nullable Record overlay)
      throws IOException {
    this.settings = settings;
    this.overlay = overlay;
    simulation = Simulation.create(network.withSeed(settings.seed()));
    Host library = simulation.newHost("library", null, null);
    // Few enough that others at the same server have what a peer wants.
    int titles = Math.max(settings.files() * 3, settings.peers() * 2 / settings.servers());
    catalogue =
        new Catalogue(
            library.directory().resolve("contents"), titles, settings.fileBytes(), settings.seed());
  }

  /** The overlays that can be simulated. */
  public static Set<String> overlays() {
    return World.KNOWN.keySet();
  }

  /** Runs it to its end, with all that can be configured at its default. */
  public static Report run(Settings settings, Consumer<String> progress) throws IOException {
    return run(settings, InMemoryConfig.DEFAULT, null, progress);
  }

  /**
   * Runs it to its end.
   *
   * @param network how the network behaves; the seed is that of the settings
   * @param overlay the configuration of each peer, or null; addresses are replaced
   * @param progress hears a line now and then
   */
  public static Report run(
      Settings settings,
      InMemoryConfig network,
      @Nullable Record overlay,
      Consumer<String> progress)
      throws IOException {
    long began = System.nanoTime();
    long cpu = cpuNanos();
    Scenario scenario = new Scenario(settings, network, overlay);
    try (Simulation simulation = scenario.simulation) {
      scenario.populate();
      Pulse pulse = new Pulse(progress);
      while (!scenario.isOver() && simulation.now().compareTo(LIMIT) < 0) {
        // In whole steps: where the run ends must not depend on how many threads run it.
        simulation.runFor(STEP);
        Snapshot now = simulation.snapshot();
        if (scenario.isOver() || pulse.isDue(now)) {
          pulse.tell(now, scenario.done());
        }
      }
      return scenario.report(System.nanoTime() - began, cpuNanos() - cpu);
    }
  }

  /** The processor time of this process so far. */
  static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void populate() {
    World world =
        Objects.requireNonNull(World.KNOWN.get(settings.overlay()))
            .make(simulation, overlay, settings.servers());
    world.infrastructure().forEach(host -> world.server(host).join());
    // Complete before anything runs, and not changed any more.
    List<BitSet> shared = new ArrayList<>();
    for (int i = 0; i < settings.servers(); i++) {
      shared.add(new BitSet());
    }
    List<Actor> actors = new ArrayList<>();
    for (int i = 0; i < settings.peers(); i++) {
      Host host = simulation.newHost("peer" + i, null, null);
      BitSet near = shared.get(world.part(i));
      actors.add(new Actor(this, host, world.peer(host, i), settings.files(), near));
    }
    if (settings.churn() != null) {
      churn(settings.churn(), world, actors);
    }
  }

  private void churn(Churn churn, World world, List<Actor> actors) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < actors.size(); i++) {
      numbers.put(actors.get(i).name(), i);
    }
    List<String> names = actors.stream().map(Actor::name).toList();
    churn
        .draw(settings.seed(), names, Duration.ofNanos(JOIN_NANOS), LIMIT)
        .apply(
            simulation,
            host -> {
              int number = Objects.requireNonNull(numbers.get(host.name()));
              actors.get(number).restarted(host, world.peer(host, number));
            });
  }

  private boolean isOver() {
    return searched.get() == settings.peers() && downloads.get() + failed.get() == found.get();
  }

  private String done() {
    return String.format(
        Locale.ROOT,
        "%,d joined, %,d searched, %,d downloads",
        joined.get(),
        searched.get(),
        downloads.get());
  }

  private Report report(long realNanos, long cpuNanos) {
    return new Report(
        joined.get(),
        searched.get(),
        found.get(),
        missed.get(),
        hits.get(),
        downloads.get(),
        failed.get(),
        bytes.get(),
        simulation.events(),
        simulation.traceHash(),
        simulation.now(),
        Duration.ofNanos(realNanos),
        Duration.ofNanos(cpuNanos));
  }

  Catalogue catalogue() {
    return catalogue;
  }

  void onJoined() {
    joined.incrementAndGet();
  }

  void onHit() {
    hits.incrementAndGet();
  }

  /** A search is over; {@code possible} is whether another peer in reach shares the title. */
  void onSearched(boolean successfully, boolean possible) {
    // Found first: nobody may see all searched and one not counted.
    found.addAndGet(successfully ? 1 : 0);
    missed.addAndGet(!successfully && possible ? 1 : 0);
    searched.incrementAndGet();
  }

  void onFetched(boolean successfully, long size) {
    bytes.addAndGet(successfully ? size : 0);
    (successfully ? downloads : failed).incrementAndGet();
  }
}
