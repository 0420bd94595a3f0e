package io.peerwright.testkit;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/** The network of a running test: its simulation, its hosts, its chance. */
public final class TestNetwork {

  private final Simulation simulation;
  private final RandomGenerator random;
  private final Map<String, List<Host>> infrastructure = new TreeMap<>();
  private final List<TestPeer> peers = new ArrayList<>();

  /** Those of which others see less than there is; added by the threads of all peers. */
  private final Queue<TestPeer> changed = new ConcurrentLinkedQueue<>();

  TestNetwork(Simulation simulation, long seed) {
    this.simulation = simulation;
    random = new SplittableRandom(seed);
  }

  /** The simulation, to disturb it; it is run by the test kit. */
  public Simulation simulation() {
    return simulation;
  }

  /** The peers that there are so far, by number. */
  public List<TestPeer> peers() {
    return Collections.unmodifiableList(peers);
  }

  /**
   * The host of a part of the infrastructure.
   *
   * @param number among those of one provider, from 0
   * @throws IllegalArgumentException if there is none
   */
  public Host infrastructure(String provider, int number) {
    List<Host> hosts = infrastructure.getOrDefault(provider, List.of());
    if (number >= hosts.size()) {
      throw new IllegalArgumentException(
          "no infrastructure " + provider + " number " + number + "; there are " + infrastructure);
    }
    return hosts.get(number);
  }

  /** The hosts of the infrastructure and of the peers, also of those that are away. */
  public List<Host> hosts() {
    List<Host> all = new ArrayList<>();
    infrastructure.values().forEach(all::addAll);
    peers.forEach(peer -> all.add(peer.host()));
    return all;
  }

  /**
   * Chance for what the test does, apart from that of the peers.
   *
   * @throws IllegalStateException in a step of a peer, with several shards: it has a {@link
   *     TestPeer#random} of its own
   */
  public RandomGenerator random() {
    if (simulation.isRunningSideBySide()) {
      throw new IllegalStateException("with several shards a peer draws from its own random()");
    }
    return random;
  }

  /** So many different peers by chance, or all, if there are not so many. */
  public List<TestPeer> draw(int count) {
    List<TestPeer> rest = new ArrayList<>(peers);
    List<TestPeer> drawn = new ArrayList<>();
    while (drawn.size() < count && !rest.isEmpty()) {
      drawn.add(rest.remove(random().nextInt(rest.size())));
    }
    return drawn;
  }

  /**
   * Lets the test do something later, while no peer runs; what it throws ends the run.
   *
   * @throws IllegalStateException in a step of a peer, with several shards
   */
  public void after(Duration delay, Runnable action) {
    simulation.schedule(
        simulation.now().plus(delay),
        () -> {
          renewViews();
          action.run();
          renewViews();
        });
  }

  /**
   * Tells that a machine which had crashed was started again with nothing running on it, by a plan
   * of faults for instance: its peer joins anew.
   */
  public void restarted(Host host) {
    for (TestPeer peer : peers) {
      if (peer.name().equals(host.name())) {
        peer.restartedOn(host);
      }
    }
  }

  void addInfrastructure(String provider, Host host) {
    infrastructure.computeIfAbsent(provider, name -> new ArrayList<>()).add(host);
  }

  void add(TestPeer peer) {
    peers.add(peer);
  }

  /** A peer has come, has gone or shares something else. */
  void changed(TestPeer peer) {
    changed.add(peer);
  }

  /** Lets all see what has changed; while no peer runs. */
  void renewViews() {
    for (TestPeer peer = changed.poll(); peer != null; peer = changed.poll()) {
      peer.renewView();
    }
  }

  /** The hash of what each host had, by its name. */
  Map<String, Long> traceHashes() {
    Map<String, Long> hashes = new TreeMap<>();
    hosts().forEach(host -> hashes.put(host.name(), simulation.traceHash(host)));
    return hashes;
  }
}
