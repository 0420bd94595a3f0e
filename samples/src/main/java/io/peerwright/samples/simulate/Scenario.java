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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scale run: every peer joins, shares, searches once and downloads what it found, in virtual
 * time.
 */
public final class Scenario {

  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Settings settings;
  private final @Nullable Record overlay;
  private final Simulation simulation;
  private final Catalogue catalogue;

  private final ScenarioCounts counts = new ScenarioCounts();

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
    return Worlds.KNOWN.keySet();
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
      while (!scenario.counts.isOver(settings.peers()) && simulation.now().compareTo(LIMIT) < 0) {
        // In whole steps: where the run ends must not depend on how many threads run it.
        simulation.runFor(STEP);
        Snapshot now = simulation.snapshot();
        if (scenario.counts.isOver(settings.peers()) || pulse.isDue(now)) {
          pulse.tell(now, scenario.counts.toString());
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
        Objects.requireNonNull(Worlds.KNOWN.get(settings.overlay()))
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
      actors.add(new Actor(catalogue, counts, host, world.peer(host, i), settings.files(), near));
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
        .draw(settings.seed(), names, Duration.ofNanos(Actor.JOIN_NANOS), LIMIT)
        .apply(
            simulation,
            host -> {
              int number = Objects.requireNonNull(numbers.get(host.name()));
              actors.get(number).restarted(host, world.peer(host, number));
            });
  }

  private Report report(long realNanos, long cpuNanos) {
    return counts.report(simulation, Duration.ofNanos(realNanos), Duration.ofNanos(cpuNanos));
  }
}
