package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
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
  private static final Duration STEP = Duration.ofSeconds(10);

  private final Settings settings;
  private final @Nullable Record overlay;
  private final Simulation simulation;
  private final Catalogue catalogue;
  private int joined;
  private int searched;
  private int found;
  private long hits;
  private int downloads;
  private int failed;
  private long bytes;

  private Scenario(Settings settings, InMemoryConfig network, @Nullable Record overlay)
      throws IOException {
    this.settings = settings;
    this.overlay = overlay;
    simulation = Simulation.create(network.withSeed(settings.seed()));
    Host library = simulation.newHost("library", null, null);
    int titles = Math.max(settings.files() * 3, settings.peers() * 2);
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
      while (!scenario.isOver() && simulation.now().compareTo(LIMIT) < 0) {
        simulation.runUntil(scenario::isOver, STEP);
        progress.accept(scenario.line());
      }
      return scenario.report(System.nanoTime() - began, cpuNanos() - cpu);
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void populate() {
    World world = World.KNOWN.get(settings.overlay()).make(simulation, overlay);
    world.infrastructure().forEach(host -> world.server(host).join());
    for (int i = 0; i < settings.peers(); i++) {
      Host host = simulation.newHost("peer" + i, null, null);
      new Actor(this, host, world.peer(host), settings.files());
    }
  }

  private boolean isOver() {
    return searched == settings.peers() && downloads + failed == found;
  }

  private String line() {
    return String.format(
        "%4d s virtual: %,d joined, %,d searched, %,d downloads, %,d events",
        simulation.now().toSeconds(), joined, searched, downloads, simulation.events());
  }

  private Report report(long realNanos, long cpuNanos) {
    return new Report(
        joined,
        found,
        hits,
        downloads,
        failed,
        bytes,
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
    joined++;
  }

  void onHit() {
    hits++;
  }

  void onSearched(boolean successfully) {
    searched++;
    found += successfully ? 1 : 0;
  }

  void onFetched(boolean successfully, long size) {
    downloads += successfully ? 1 : 0;
    failed += successfully ? 0 : 1;
    bytes += successfully ? size : 0;
  }
}
