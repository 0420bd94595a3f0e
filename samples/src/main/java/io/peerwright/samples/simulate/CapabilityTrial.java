package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.inmemory.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * A scale run for an overlay that nobody here knows: many peers join, and each uses what
 * capabilities the overlay offers. First it offers something (a file, data, a name, its ear), then
 * it asks for what the next peer has offered. What is tried and what succeeds is counted.
 *
 * <p>The first few peers join one after the other; all others know their addresses.
 */
public final class CapabilityTrial {

  /** So many peers are known to those that come later. */
  private static final int KNOWN = 4;

  /** What a peer does with a capability, first and then; named as in the report. */
  private record Use(List<String> offer, List<String> ask) {}

  private static final Map<Class<? extends Capability>, Use> USES = uses();

  private static final Duration FIRST_JOIN = Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int FILE_BYTES = 16_384;
  private static final int MOST_PEERS = 1_000_000;

  /** Makes an overlay for a host; the addresses are those of peers that are there already. */
  @FunctionalInterface
  public interface Maker {

    /** Not joined yet. */
    Overlay make(Host host, List<Endpoint> known);
  }

  private final Simulation simulation;
  private final Maker maker;
  private final List<Probe> probes = new ArrayList<>();
  private final Tallies tallies = new Tallies();
  private final Catalogue catalogue;

  private static Map<Class<? extends Capability>, Use> uses() {
    Map<Class<? extends Capability>, Use> uses = new LinkedHashMap<>();
    uses.put(Sharing.class, new Use(List.of("share"), List.of()));
    uses.put(KeyLookup.class, new Use(List.of("put"), List.of("get")));
    uses.put(Naming.class, new Use(List.of("register"), List.of("resolve")));
    uses.put(Messaging.class, new Use(List.of(), List.of("send", "hear")));
    uses.put(Multicast.class, new Use(List.of("join group"), List.of("hear group")));
    uses.put(KeywordSearch.class, new Use(List.of(), List.of("search")));
    uses.put(Fetch.class, new Use(List.of(), List.of("fetch")));
    return uses;
  }

  private CapabilityTrial(Simulation simulation, int peers, long seed, Maker maker)
      throws IOException {
    this.simulation = simulation;
    this.maker = maker;
    Host library = simulation.newHost("library", null, null);
    catalogue = new Catalogue(library.directory().resolve("contents"), peers, FILE_BYTES, seed);
  }

  /**
   * Runs it to its end.
   *
   * @param network how the network behaves; the seed is the one given here
   * @param progress hears a line now and then
   */
  public static CapabilityReport run(
      int peers, long seed, InMemoryConfig network, Maker maker, Consumer<String> progress)
      throws IOException {
    if (peers < 2 || peers > MOST_PEERS) {
      throw new IllegalArgumentException("peers must be within 2..1000000, is " + peers);
    }
    long began = System.nanoTime();
    long cpu = Scenario.cpuNanos();
    try (Simulation simulation = Simulation.create(network.withSeed(seed))) {
      CapabilityTrial trial = new CapabilityTrial(simulation, peers, seed, maker);
      trial.populate(peers);
      Pulse pulse = new Pulse(progress);
      Duration end = simulation.now().plus(LIMIT);
      while (!trial.tallies.isOver(peers) && simulation.now().compareTo(end) < 0) {
        simulation.runFor(STEP);
        Snapshot now = simulation.snapshot();
        if (trial.tallies.isOver(peers) || pulse.isDue(now)) {
          pulse.tell(now, trial.tallies.toString());
        }
      }
      return trial.report(System.nanoTime() - began, Scenario.cpuNanos() - cpu);
    }
  }

  private void populate(int peers) {
    List<Endpoint> known = new ArrayList<>();
    for (int i = 0; i < Math.min(peers, KNOWN); i++) {
      Probe probe = newProbe(i, known);
      probe.host().loop().execute(probe::join);
      Duration end = simulation.now().plus(FIRST_JOIN);
      do {
        simulation.runFor(STEP);
      } while (tallies.underWay() > 0 && simulation.now().compareTo(end) < 0);
      probe.overlay().endpoints().stream().findFirst().ifPresent(known::add);
    }
    for (int i = probes.size(); i < peers; i++) {
      newProbe(i, known).joinLater();
    }
    probes.forEach(Probe::useLater);
  }

  private Probe newProbe(int number, List<Endpoint> known) {
    Host host = simulation.newHost("peer" + number, null, null);
    Probe probe =
        new Probe(
            tallies, catalogue, this::after, host, maker.make(host, List.copyOf(known)), number);
    probes.add(probe);
    return probe;
  }

  /**
   * What peers of an overlay will do, in the words of the report, and when.
   *
   * @param capabilities what the overlay offers
   */
  public static String steps(int peers, Set<Class<? extends Capability>> capabilities) {
    List<String> offers = new ArrayList<>();
    List<String> asks = new ArrayList<>();
    USES.forEach(
        (capability, use) -> {
          if (capabilities.contains(capability)) {
            offers.addAll(use.offer());
            asks.addAll(use.ask());
          }
        });
    StringJoiner text = new StringJoiner("; ");
    text.add(String.format(Locale.ROOT, "each of %,d peers does once: join", peers));
    if (!offers.isEmpty()) {
      text.add(later(Probe.OFFER_FROM_NANOS) + String.join(", ", offers));
    }
    if (!asks.isEmpty()) {
      text.add(
          later(Probe.ASK_FROM_NANOS) + String.join(", ", asks) + " what the next one has offered");
    }
    return text.toString();
  }

  private static String later(long nanos) {
    return "from " + Duration.ofNanos(nanos).toSeconds() + " s on ";
  }

  private CapabilityReport report(long realNanos, long cpuNanos) {
    return new CapabilityReport(
        tallies.rows(),
        simulation.events(),
        simulation.traceHash(),
        simulation.now(),
        Duration.ofNanos(realNanos),
        Duration.ofNanos(cpuNanos));
  }

  /** Whom a peer asks about. */
  private Probe after(int number) {
    return probes.get((number + 1) % probes.size());
  }
}
