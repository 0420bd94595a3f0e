package io.peerwright.samples.servents;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Simulated servents that have the links of a graph, and leaves at those of them: each dials its
 * neighbours that were there before it, as a servent does that is given addresses.
 */
public final class ServentNetwork implements AutoCloseable {

  /** As many as a configuration may have: the best of a large power law want more. */
  private static final int MOST_LINKS = 1_000;

  private static final int PORT = 6346;
  private static final long BETWEEN_NANOS = 2_000_000L;
  private static final long BETWEEN_LEAVES_NANOS = 50_000L;
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final Path NO_CONTENT = Path.of("none");

  /** A search, and what it cost all servents together. */
  public record Outcome(
      long messages,
      long duplicates,
      long bytes,
      int hits,
      int peers,
      double firstSeconds,
      double fiftiethSeconds,
      Reason end) {

    /** How many servents it has come to. */
    public long reached() {
      return messages - duplicates;
    }
  }

  private final Simulation simulation;
  private final GnutellaConfig base;
  private final List<Host> hosts = new ArrayList<>();
  private final List<Overlay> servents = new ArrayList<>();
  private final List<HostPort> addresses = new ArrayList<>();
  private final SplittableRandom random;
  private int core;

  /** Without servents, in one thread. */
  public ServentNetwork(long seed, GnutellaConfig base, NetworkModel network) {
    this(seed, base, network, 1);
  }

  /**
   * Without servents.
   *
   * @param shards threads that share the work; changes no result
   */
  public ServentNetwork(long seed, GnutellaConfig base, NetworkModel network, int shards) {
    this.base = base;
    random = new SplittableRandom(seed);
    InMemoryConfig config =
        InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(network).withShards(shards);
    simulation = Simulation.create(config.withHostByHost()).strict();
  }

  /** Adds the servents of a graph, and waits until they are linked. */
  public void addCore(Graph graph, Tier tier, int leaves) {
    addCore(graph, tier, leaves, List.of(base.forwarding()));
  }

  /**
   * Adds the servents of a graph, and waits until they are linked.
   *
   * @param kinds how their own searches go, by turns
   */
  public void addCore(Graph graph, Tier tier, int leaves, List<ForwardingKind> kinds) {
    core = graph.size();
    for (int i = 0; i < core; i++) {
      int own = i;
      int[] links = graph.links(i);
      List<HostPort> before = new ArrayList<>();
      for (int other : links) {
        if (other < own) {
          before.add(addresses.get(other));
        }
      }
      // It looks for as many as it will have, and knows those only that came before it.
      GnutellaConfig config =
          base.withRole(tier)
              .withForwarding(kinds.get(i % kinds.size()), base.maxTtl())
              .withLinks(Math.min(links.length, MOST_LINKS), leaves, 3)
              .withDialledLinks(Math.min(links.length, MOST_LINKS))
              .withMaxHosts(Math.max(1, before.size()));
      add(config.withBootstrap(before), List.of(), i * BETWEEN_NANOS);
    }
    simulation.runFor(SETTLING.plusNanos(core * BETWEEN_NANOS));
  }

  /**
   * Adds leaves, each at so many of the core by chance, and waits until they are linked.
   *
   * @param files the names of what each shares, by its number among all servents
   */
  public void addLeaves(int count, int links, IntFunction<List<String>> files) {
    GnutellaConfig leaf = base.withRole(Tier.LEAF).withLinks(32, 0, links).withMaxHosts(links);
    for (int i = 0; i < count; i++) {
      Set<HostPort> ultrapeers = new LinkedHashSet<>();
      while (ultrapeers.size() < Math.min(links, core)) {
        ultrapeers.add(addresses.get(random.nextInt(core)));
      }
      add(
          leaf.withBootstrap(List.copyOf(ultrapeers)),
          files.apply(servents.size()),
          i * BETWEEN_LEAVES_NANOS);
    }
    simulation.runFor(SETTLING.plusNanos(count * BETWEEN_LEAVES_NANOS));
  }

  private void add(GnutellaConfig config, List<String> files, long joinNanos) {
    int number = hosts.size();
    Host host = simulation.newHost("s" + number, null, null);
    Endpoint at = host.listenAddress().withPort(PORT);
    hosts.add(host);
    addresses.add(HostPort.parse(at.toString()));
    Overlay servent = new GnutellaProvider().create(host, config.withListen(at));
    servents.add(servent);
    files.forEach(each -> share(number, each));
    host.loop().schedule(joinNanos, servent::join);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    simulation.runFor(time);
  }

  /** How many there are. */
  public int size() {
    return servents.size();
  }

  /** How many of them are of the graph. */
  public int core() {
    return core;
  }

  /** Lets a servent share a file without content. */
  public void share(int servent, String name) {
    SharedItem item = new SharedItem(NO_CONTENT, name, 1_000, Set.of(), Map.of());
    servents.get(servent).as(Sharing.class).orElseThrow().share(item);
  }

  /** Takes servents away without a word. */
  public void crash(List<Integer> gone) {
    gone.forEach(each -> simulation.crash(hosts.get(each)));
  }

  /** Searches until the search is over and nothing of it is under way. */
  public Outcome search(int servent, String words, int wanted, Duration within) {
    Map<String, Long> before = meters();
    Found found = new Found();
    long start = simulation.now().toNanos();
    servents
        .get(servent)
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(
            Query.parse(words).limitedTo(wanted, within),
            hit -> found.add(hit, (hosts.get(servent).loop().nanoTime() - start) / 1e9),
            reason -> found.end = reason);
    simulation.runFor(Duration.ofSeconds(1));
    for (int i = 0; i < within.toSeconds() && found.end == null; i++) {
      simulation.runFor(Duration.ofSeconds(1));
    }
    simulation.runFor(Duration.ofSeconds(2));
    Map<String, Long> after = meters();
    after.replaceAll((name, value) -> value - before.getOrDefault(name, 0L));
    return new Outcome(
        after.getOrDefault("messages.query", 0L),
        after.getOrDefault("queries.duplicate", 0L),
        after.getOrDefault("messages.bytes", 0L),
        found.times.size(),
        found.peers.size(),
        found.time(1),
        found.time(50),
        found.end == null ? Reason.TIMEOUT : found.end);
  }

  private static final class Found {
    private final List<Double> times = new ArrayList<>();
    private final Set<String> peers = new HashSet<>();
    private @Nullable Reason end;

    void add(Hit hit, double seconds) {
      times.add(seconds);
      peers.add(hit.peer());
    }

    double time(int number) {
      return times.size() < number ? Double.NaN : times.get(number - 1);
    }
  }

  /** How many neighbours a servent has. */
  public int neighbours(int servent) {
    return servents.get(servent).neighbours().size();
  }

  /** What all servents have counted under a name, added up. */
  public long meter(String name) {
    return meters().getOrDefault(name, 0L);
  }

  /** What all servents have counted, added up. */
  public Map<String, Long> meters() {
    Map<String, long[]> sums = new HashMap<>();
    ObjLongConsumer<String> sink =
        (name, value) -> sums.computeIfAbsent(name, any -> new long[1])[0] += value;
    servents.forEach(each -> each.meters(sink));
    Map<String, Long> all = new TreeMap<>();
    sums.forEach((name, sum) -> all.put(name, sum[0]));
    return all;
  }

  @Override
  public void close() {
    simulation.close();
  }
}
