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
import java.util.Objects;
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

  /** The others come within this time. */
  static final long JOIN_NANOS = Duration.ofSeconds(60).toNanos();

  /** After the others have begun to come: when each offers, and when each asks. */
  static final long OFFER_FROM_NANOS = Duration.ofSeconds(75).toNanos();

  static final long ASK_FROM_NANOS = Duration.ofSeconds(150).toNanos();

  /** How long an answer may take. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

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

  /** What has been tried. */
  private static final class Tally {
    private int tried;
    private int succeeded;
    private int failed;
    private String failure = "";
  }

  private final Simulation simulation;
  private final Maker maker;
  private final List<Probe> probes = new ArrayList<>();
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final Catalogue catalogue;
  private int underWay;
  private int asked;

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
      while (!trial.isOver() && simulation.now().compareTo(end) < 0) {
        simulation.runFor(STEP);
        Snapshot now = simulation.snapshot();
        if (trial.isOver() || pulse.isDue(now)) {
          pulse.tell(now, trial.done());
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
      } while (underWay > 0 && simulation.now().compareTo(end) < 0);
      probe.overlay().endpoints().stream().findFirst().ifPresent(known::add);
    }
    for (int i = probes.size(); i < peers; i++) {
      newProbe(i, known).joinLater();
    }
    probes.forEach(Probe::useLater);
  }

  private Probe newProbe(int number, List<Endpoint> known) {
    Host host = simulation.newHost("peer" + number, null, null);
    Probe probe = new Probe(this, host, maker.make(host, List.copyOf(known)), number);
    probes.add(probe);
    return probe;
  }

  private boolean isOver() {
    return asked == probes.size() && underWay == 0;
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
      text.add(later(OFFER_FROM_NANOS) + String.join(", ", offers));
    }
    if (!asks.isEmpty()) {
      text.add(later(ASK_FROM_NANOS) + String.join(", ", asks) + " what the next one has offered");
    }
    return text.toString();
  }

  private static String later(long nanos) {
    return "from " + Duration.ofNanos(nanos).toSeconds() + " s on ";
  }

  /** How far it is: the rows of the report as they stand. */
  private String done() {
    StringJoiner text = new StringJoiner(", ");
    tallies.forEach(
        (what, tally) ->
            text.add(
                String.format(Locale.ROOT, "%s %,d", what, tally.succeeded)
                    + (tally.failed == 0 ? "" : " (" + tally.failed + " failed)")));
    return "done: " + text;
  }

  private CapabilityReport report(long realNanos, long cpuNanos) {
    List<CapabilityReport.Row> rows = new ArrayList<>();
    tallies.forEach(
        (what, tally) ->
            rows.add(new CapabilityReport.Row(what, tally.tried, tally.succeeded, tally.failure)));
    return new CapabilityReport(
        rows,
        simulation.events(),
        simulation.traceHash(),
        simulation.now(),
        Duration.ofNanos(realNanos),
        Duration.ofNanos(cpuNanos));
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** Whom a peer asks about. */
  Probe after(int number) {
    return probes.get((number + 1) % probes.size());
  }

  /** Something is tried, and ends with one of the others. */
  void begin(String what) {
    tallies.computeIfAbsent(what, name -> new Tally()).tried++;
    underWay++;
  }

  void succeed(String what) {
    Objects.requireNonNull(tallies.get(what)).succeeded++;
    underWay--;
  }

  void fail(String what, String why) {
    Tally tally = Objects.requireNonNull(tallies.get(what));
    tally.failed++;
    tally.failure = tally.failure.isEmpty() ? why : tally.failure;
    underWay--;
  }

  /** A peer has asked all that it asks. */
  void onAsked() {
    asked++;
  }
}
