package io.peerwright.samples.servents;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A network that comes to be as one does, and in which peers come and go: all know the addresses of
 * some host caches and nothing else. Whoever goes comes back later or has gone for good; in each
 * second as many come as go.
 */
public final class ServentChurn implements AutoCloseable {

  private static final int PORT = 6346;
  private static final int CACHES_KNOWN = 3;
  private static final int CONFIGS = 64;
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR_SECONDS = 3_600;

  /** A prime, so that all have their turn. */
  private static final long STRIDE = 1_000_003;

  private static final Duration STEP = Duration.ofSeconds(1);

  /** How many seconds those stay away at the least who come back. */
  private static final int AWAY_SECONDS = 120;

  private final ChurnPlan plan;
  private final Simulation simulation;
  private final SplittableRandom random;
  private final Titles titles;
  private final ChurnFigures figures = new ChurnFigures();
  private final List<ChurnPeer> caches = new ArrayList<>();
  private final List<GnutellaConfig> ultrapeerConfigs = new ArrayList<>();
  private final List<GnutellaConfig> leafConfigs = new ArrayList<>();

  /** Those who are there: first the ultrapeers, then the leaves, as far as they have come. */
  private final ChurnPeer[] peers;

  private final Deque<ChurnPeer> awayUltrapeers = new ArrayDeque<>();
  private final Deque<ChurnPeer> awayLeaves = new ArrayDeque<>();
  private final List<ChurnPeer.Search> searches = new ArrayList<>();
  private final Deque<List<ChurnPeer.Search>> open = new ArrayDeque<>();
  private double leavingUltrapeers;
  private double leavingLeaves;
  private long searchedSeconds;
  private int added;

  /** With its caches only. */
  public ServentChurn(ChurnPlan plan, long seed) {
    this.plan = plan;
    random = new SplittableRandom(seed);
    titles = new Titles(plan.titles());
    peers = new ChurnPeer[plan.size()];
    InMemoryConfig config =
        InMemoryConfig.DEFAULT
            .withSeed(seed)
            .withNetwork(plan.network())
            .withShards(plan.shards())
            .withHostByHost();
    simulation = Simulation.create(config).strict();
    addCaches();
  }

  private void addCaches() {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < plan.caches(); i++) {
      GnutellaConfig config =
          plan.config()
              .withRole(Tier.ULTRAPEER)
              .withHostCache(true)
              .withHostCaches(some(addresses, i));
      ChurnPeer cache = newPeer(config);
      addresses.add(cache.host().listenAddress().withPort(PORT).toString());
      caches.add(cache);
      cache.joinIn(random.nextLong(10 * SECOND));
    }
    simulation.runFor(Duration.ofSeconds(15));
    for (int i = 0; i < CONFIGS; i++) {
      GnutellaConfig config = plan.config().withHostCaches(some(addresses, addresses.size()));
      ultrapeerConfigs.add(config.withRole(Tier.ULTRAPEER).withMaxHosts(50));
      leafConfigs.add(config.withRole(Tier.LEAF));
    }
  }

  private List<String> some(List<String> addresses, int of) {
    return random
        .ints(0, Math.max(1, of))
        .limit(of == 0 ? 0 : 10 * CACHES_KNOWN)
        .distinct()
        .limit(CACHES_KNOWN)
        .mapToObj(addresses::get)
        .toList();
  }

  private ChurnPeer newPeer(GnutellaConfig config) {
    Host host = simulation.newHost("s" + added++, null, null);
    Endpoint at = host.listenAddress().withPort(PORT);
    int[] files = random.nextDouble() < plan.sharers() ? files() : new int[0];
    return new ChurnPeer(
        host, new GnutellaProvider().create(host, config.withListen(at)), files, titles);
  }

  private int[] files() {
    return random
        .ints(0, Integer.MAX_VALUE)
        .map(any -> titles.any(random))
        .distinct()
        .limit(plan.files())
        .toArray();
  }

  // Coming and going.

  /** Lets all come, those of both kinds at the same pace. */
  public void buildUp(Observer observer) {
    long seconds = Math.max(1, plan.buildUp().toSeconds());
    for (int second = 0; second < seconds; second++) {
      come(0, plan.ultrapeers(), second, seconds);
      come(plan.ultrapeers(), plan.leaves(), second, seconds);
      step(second, observer);
    }
  }

  private void come(int first, int count, long second, long seconds) {
    int end = first + (int) (count * (second + 1) / seconds);
    for (int i = first + (int) (count * second / seconds); i < end; i++) {
      arrive(i, 0);
    }
  }

  private boolean isUltrapeer(int place) {
    return place < plan.ultrapeers();
  }

  private void arrive(int place, int mostAway) {
    Deque<ChurnPeer> away = isUltrapeer(place) ? awayUltrapeers : awayLeaves;
    ChurnPeer back = away.size() > mostAway ? away.poll() : null;
    if (back == null) {
      List<GnutellaConfig> configs = isUltrapeer(place) ? ultrapeerConfigs : leafConfigs;
      back = newPeer(configs.get(random.nextInt(CONFIGS)));
    }
    peers[place] = back;
    titles.count(back.titles(), 1);
    figures.joins++;
    back.joinIn(random.nextLong(SECOND));
  }

  private void depart(int place) {
    ChurnPeer peer = peers[place];
    titles.count(peer.titles(), -1);
    if (random.nextDouble() < plan.crashes()) {
      figures.crashes++;
      figures.addGone(peer.servent());
      simulation.crash(peer.host());
    } else {
      figures.leaves++;
      peer.leaveIn(random.nextLong(SECOND));
      (isUltrapeer(place) ? awayUltrapeers : awayLeaves).add(peer);
    }
  }

  /** Lets so much time pass in which peers come and go, and each place searches once an hour. */
  public void churn(Duration time, Observer observer) {
    long seconds = time.toSeconds();
    for (int second = 0; second < seconds; second++) {
      leavingUltrapeers += plan.ultrapeers() * plan.leavingPerSecond();
      leavingLeaves += plan.leaves() * plan.leavingPerSecond();
      for (; leavingUltrapeers >= 1; leavingUltrapeers--) {
        replace(random.nextInt(plan.ultrapeers()), plan.ultrapeers());
      }
      for (; leavingLeaves >= 1; leavingLeaves--) {
        replace(plan.ultrapeers() + random.nextInt(plan.leaves()), plan.leaves());
      }
      search(searchedSeconds++);
      step(second, observer);
    }
  }

  private void replace(int place, int ofThem) {
    depart(place);
    arrive(place, (int) (ofThem * plan.leavingPerSecond() * AWAY_SECONDS) + 1);
  }

  private void search(long second) {
    long end = peers.length * (second + 1) / HOUR_SECONDS;
    for (long i = peers.length * second / HOUR_SECONDS; i < end; i++) {
      // Not those one after the other that came at a time.
      search(peers[(int) (i * STRIDE % peers.length)], random.nextLong(SECOND));
    }
  }

  private void search(ChurnPeer peer, long inNanos) {
    int title = titles.any(random);
    int own = 0;
    for (int each : peer.titles()) {
      own += each == title ? 1 : 0;
    }
    searches.add(peer.searchIn(inNanos, title, titles.copies(title) - own, plan));
  }

  private void step(int second, Observer observer) {
    simulation.runFor(STEP);
    open.add(List.copyOf(searches));
    searches.clear();
    if (open.size() > plan.patience().toSeconds() + 2) {
      Iterator<ChurnPeer.Search> over = open.remove().iterator();
      over.forEachRemaining(each -> figures.add(each, plan.wanted()));
    }
    observer.onSecond(second);
  }

  /** Is told of each second of virtual time. */
  public interface Observer {

    /** It has passed. */
    void onSecond(int second);
  }

  /** What one search costs that is alone: nobody comes, goes or searches beside it. */
  public void probe(int count) {
    for (int i = 0; i < count; i++) {
      long before = queries();
      search(peers[random.nextInt(peers.length)], 0);
      for (int second = 0; second < plan.patience().toSeconds() + 8; second++) {
        step(second, any -> {});
      }
      figures.addProbe(queries() - before);
    }
  }

  private long queries() {
    long[] sum = new long[1];
    everybody(
        peer ->
            peer.servent()
                .meters((name, value) -> sum[0] += name.equals("messages.query") ? value : 0));
    return sum[0];
  }

  private void everybody(Consumer<ChurnPeer> then) {
    caches.forEach(then);
    for (ChurnPeer each : peers) {
      if (each != null) {
        then.accept(each);
      }
    }
    awayUltrapeers.forEach(then);
    awayLeaves.forEach(then);
  }

  // What there is.

  /** What was counted so far. */
  public ChurnFigures figures() {
    return figures;
  }

  /** What all servents have counted, those included that have gone. */
  public Map<String, Long> meters() {
    return figures.meters(into -> everybody(peer -> into.accept(peer.servent())));
  }

  /** How those are linked who are there: at most so many of each kind are looked at. */
  public ChurnLinks links(int most) {
    ChurnLinks links = new ChurnLinks(plan.leafLinks());
    int step = Math.max(1, plan.ultrapeers() / most);
    for (int i = 0; i < plan.ultrapeers(); i += step) {
      links.addUltrapeer(peers[i]);
    }
    step = Math.max(1, plan.leaves() / most);
    for (int i = plan.ultrapeers(); i < peers.length; i += step) {
      links.addLeaf(peers[i]);
    }
    return links;
  }

  /** The simulation that they are in. */
  public Simulation simulation() {
    return simulation;
  }

  @Override
  public void close() {
    simulation.close();
  }
}
