package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.files.DurableFiles;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Ten minutes in the life of an overlay in which things go wrong, and are well again after six. All
 * peers share files, one of them theirs alone, some behind a firewall, and want a file of somebody
 * else, for which they search, and which they fetch, until they have it. In the end must hold,
 * whatever went wrong:
 *
 * <ul>
 *   <li>everybody is linked to the others, and to nobody who is not there;
 *   <li>everybody's own file is found by another peer;
 *   <li>everybody has what it wanted, byte for byte, and no part file;
 *   <li>after everybody has left, no socket is open, and nothing is under way;
 *   <li>and no handler has thrown anything.
 * </ul>
 */
public final class Trial {

  private static final String MARK = "same-disk";
  private static final Duration LINKED = Duration.ofMinutes(9);
  private static final Duration END = Duration.ofMinutes(10);

  /** Longer than any timer runs, for those of crashed hosts stay until they are due. */
  private static final Duration WIND_DOWN = Duration.ofMinutes(20);

  /** A disk that is filled costs its size, so it is small; but the library must fit on one. */
  private static final int LEAST_DISK_BYTES = 1 << 18;

  private static final int DISK_FILES = 20;

  /** So that a transfer takes long enough for something to happen meanwhile. */
  private static final int UP_BYTES_PER_SECOND = 4_000;

  /** The peer whose file a peer wants is so many further on, at least. */
  private static final int STRIDE = 7;

  /** One in so many peers cannot be connected to. */
  private static final int FIREWALLED = 5;

  /** Of each peer. A quiet one has about a hundred. */
  private static final long MOST_EVENTS = 10_000;

  private final TrialSettings settings;
  private final Simulation simulation;
  private final World world;
  private final Catalogue catalogue;
  private final List<TrialPeer> peers = new ArrayList<>();
  private final Map<String, Overlay> servers = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  private Trial(TrialSettings settings) throws IOException {
    this.settings = settings;
    Settings size = settings.size();
    NetworkModel unlimited = InMemoryConfig.DEFAULT.network();
    NetworkModel slowUp = unlimited.withBandwidth(UP_BYTES_PER_SECOND, 0);
    simulation =
        Simulation.create(
            InMemoryConfig.DEFAULT
                .withSeed(size.seed())
                .withDiskBytes(Math.max(LEAST_DISK_BYTES, DISK_FILES * size.fileBytes()))
                .withNetwork(slowUp));
    simulation.onError((host, thrown) -> broken.add(host.name() + " has thrown " + thrown));
    Host library = simulation.newHost("library", null, null);
    catalogue =
        new Catalogue(
            library.directory().resolve("contents"),
            size.peers() + size.files(),
            size.fileBytes(),
            size.seed());
    world =
        Objects.requireNonNull(Worlds.TRIED.get(size.overlay()))
            .make(simulation, Worlds.IMPATIENT.get(size.overlay()), size.servers());
    world.infrastructure().forEach(host -> simulation.setModel(host, unlimited));
  }

  /** The overlays that can be tried. */
  public static Set<String> overlays() {
    Set<String> names = new TreeSet<>(Worlds.TRIED.keySet());
    names.add(TrialSettings.SWARM);
    return names;
  }

  /** Runs one. Does not throw because something is broken, but says so. */
  public static Verdict run(TrialSettings settings) throws IOException {
    if (settings.size().overlay().equals(TrialSettings.SWARM)) {
      return SwarmTrial.run(settings);
    }
    Trial trial = new Trial(settings);
    try (Simulation simulation = trial.simulation) {
      trial.runToTheEnd();
      return new Verdict(
          trial.broken, simulation.events(), simulation.traceHash(), trial.virtualTime());
    }
  }

  /** Without the winding down, in which nothing happens. */
  private Duration virtualTime() {
    return simulation.now().compareTo(END) < 0 ? simulation.now() : END;
  }

  private void runToTheEnd() throws IOException {
    try {
      run();
    } catch (RuntimeException e) {
      broken.add("it ended at " + simulation.now() + " with " + e);
    }
  }

  private void run() throws IOException {
    world.infrastructure().forEach(this::serve);
    for (int i = 0; i < settings.size().peers(); i++) {
      addPeer(i);
    }
    settings.plan().apply(simulation, this::restarted);
    runUntil(LINKED);
    checkLinks();
    checkSearches();
    runUntil(END);
    checkFiles();
    checkLeaving();
  }

  private void runUntil(Duration time) {
    long most = MOST_EVENTS * peers.size();
    if (simulation.runUntil(() -> simulation.events() > most, time.minus(simulation.now()))) {
      throw new IllegalStateException("more than " + most + " events");
    }
  }

  private void serve(Host host) {
    Overlay server = world.server(host);
    servers.put(host.name(), server);
    server.join();
  }

  /** Its own title has its number; the others come after those. */
  private void addPeer(int index) {
    int count = settings.size().peers();
    int[] titles = new int[settings.size().files()];
    titles[0] = index;
    for (int i = 1; i < titles.length; i++) {
      titles[i] = count + i;
    }
    int wanted = wantedBy(index);
    Host host = simulation.newHost(TrialSettings.peerName(index), null, null);
    TrialPeer peer =
        new TrialPeer(
            world,
            catalogue,
            host,
            overlay(index, host),
            titles,
            wanted,
            TrialSettings.peerName(wanted));
    peers.add(peer);
    mark(host);
    peer.begin();
  }

  /**
   * Another peer for each, as far as possible, that it finds and of the two one reaches the other.
   */
  private int wantedBy(int index) {
    int count = settings.size().peers();
    int wanted = (index + STRIDE + index % STRIDE) % count;
    while (wanted == index
        || world.part(wanted) != world.part(index)
        || isFirewalled(index) && isFirewalled(wanted)) {
      wanted = (wanted + 1) % count;
    }
    return wanted;
  }

  /** Of those at one server every fifth: not all of one and none of another. */
  private boolean isFirewalled(int index) {
    return index / settings.size().servers() % FIREWALLED == FIREWALLED - 1;
  }

  private Overlay overlay(int index, Host host) {
    return isFirewalled(index) ? world.firewalled(host, index) : world.peer(host, index);
  }

  private void restarted(Host host) {
    if (servers.containsKey(host.name())) {
      serve(host);
    } else {
      int index = TrialSettings.indexOf(host.name());
      String lie = peers.get(index).liesAfterCrash(host, keepsDisk(host));
      if (lie != null) {
        broken.add(host.name() + " " + lie);
      }
      peers.get(index).restarted(host, overlay(index, host));
    }
  }

  /** So that a disk which a crash has kept is known again. */
  private static void mark(Host host) {
    try {
      Files.createFile(host.directory().resolve(MARK));
      DurableFiles.forceFolder(host.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean keepsDisk(Host host) {
    return Files.exists(host.directory().resolve(MARK));
  }

  private void checkLinks() {
    for (TrialPeer peer : peers) {
      if (!simulation.isUp(peer.host())) {
        broken.add(peer.host().name() + " is down");
      } else if (peer.overlay().neighbours().isEmpty()) {
        broken.add(peer.host().name() + " is linked to nobody");
      }
    }
    List<Host> hosts = world.infrastructure();
    for (int i = 0; i < hosts.size(); i++) {
      String name = hosts.get(i).name();
      int linked = Objects.requireNonNull(servers.get(name)).neighbours().size();
      int part = i;
      int there = (int) IntStream.range(0, peers.size()).filter(k -> world.part(k) == part).count();
      if (!world.isLinked(linked, there)) {
        broken.add(name + " knows " + linked + " peers, not " + there);
      }
    }
  }

  private void checkSearches() {
    for (int i = 0; i < peers.size(); i++) {
      peers.get(i).probe(peers.get(next(i)));
    }
    runUntil(LINKED.plus(TrialPeer.PATIENCE).plusSeconds(1));
    for (int i = 0; i < peers.size(); i++) {
      TrialPeer peer = peers.get(i);
      if (!peer.hasFound()) {
        String other = TrialSettings.peerName(next(i));
        broken.add(peer.host().name() + " does not find what " + other + " shares");
      }
    }
  }

  /** The next peer that finds what this one shares. */
  private int next(int index) {
    int other = (index + 1) % peers.size();
    while (world.part(other) != world.part(index)) {
      other = (other + 1) % peers.size();
    }
    return other;
  }

  private void checkFiles() throws IOException {
    for (TrialPeer peer : peers) {
      String complaint = peer.complaint();
      if (complaint != null) {
        broken.add(peer.host().name() + " " + complaint);
      }
    }
  }

  private void checkLeaving() {
    List<Host> hosts = new ArrayList<>(world.infrastructure());
    for (TrialPeer peer : peers) {
      peer.overlay().leave();
      hosts.add(peer.host());
    }
    servers.values().forEach(Overlay::leave);
    if (!simulation.runUntilIdle(WIND_DOWN)) {
      broken.add("something is still under way " + WIND_DOWN.toSeconds() + " s after the end");
    }
    for (Host host : hosts) {
      int sockets = simulation.sockets(host);
      if (sockets > 0) {
        broken.add(host.name() + " has left " + sockets + " sockets open");
      }
    }
  }
}
