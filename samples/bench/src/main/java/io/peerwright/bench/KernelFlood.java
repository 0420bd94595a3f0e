package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How many events a simulation runs in a second of processor time: queries flooded through a random
 * graph, every frame really written, sent as a datagram, and parsed at each hop.
 */
final class KernelFlood implements Benchmark {

  private static final int QUERIES = 15;
  private static final int ROUNDS = 5;
  private static final int EACH_PICKS = 2;

  private final String name;
  private final int peers;
  private final double target;
  private final String known;

  KernelFlood(String name, int peers, double target, String known) {
    this.name = name;
    this.peers = peers;
    this.target = target;
    this.known = known;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return String.format(
        "queries flooded among %,d simulated peers as 23-byte frames: events per CPU-second",
        peers);
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT)) {
      List<FloodPeer> all = populate(sim);
      sim.runFor(Duration.ofSeconds(1));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      Random random = new Random(1);
      double[] rates = new double[ROUNDS];
      double allocated = 0;
      for (int round = -1; round < ROUNDS; round++) {
        long events = sim.events();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < QUERIES; i++) {
          all.get(random.nextInt(peers)).start(random.nextLong(), random.nextLong(), 30);
          sim.runFor(Duration.ofSeconds(2));
        }
        cpu = threads.getCurrentThreadCpuTime() - cpu;
        bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        events = sim.events() - events;
        if (round >= 0) {
          rates[round] = events * 1e9 / cpu;
          allocated = (double) bytes / events;
        }
        progress.say(
            String.format(
                "  round %d: %,d events, %,.0f per CPU-s, %.4f bytes allocated each",
                round + 1, events, events * 1e9 / cpu, (double) bytes / events));
      }
      long used = usedHeap();
      progress.say(
          String.format(
              "  trace %016x; heap %,d MB, %,d bytes a peer; last round allocated %.4f B a frame;"
                  + " known elsewhere: %s",
              sim.traceHash(), used >> 20, used / peers, allocated, known));
      return new Figure(name, Rounds.median(rates), "events/CPU-s", "target", target, "ratio >= 1");
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private List<FloodPeer> populate(Simulation sim) {
    List<Host> hosts = new ArrayList<>(peers);
    for (int i = 0; i < peers; i++) {
      hosts.add(sim.newHost("p" + i, null, null));
    }
    int[][] links = graph(new Random(7));
    FloodPeer.Shared shared = new FloodPeer.Shared();
    Endpoint[] addresses = new Endpoint[peers];
    for (int i = 0; i < peers; i++) {
      addresses[i] = hosts.get(i).listenAddress().withPort(6346);
    }
    List<FloodPeer> all = new ArrayList<>(peers);
    for (int i = 0; i < peers; i++) {
      Endpoint[] neighbours = new Endpoint[links[i].length];
      for (int k = 0; k < neighbours.length; k++) {
        neighbours[k] = addresses[links[i][k]];
      }
      all.add(new FloodPeer(hosts.get(i), shared, neighbours));
    }
    return all;
  }

  /** An undirected graph in which each peer picks two others. */
  private int[][] graph(Random random) {
    int[] degree = new int[peers];
    int[] ends = new int[peers * EACH_PICKS];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = random.nextInt(peers);
      degree[i / EACH_PICKS]++;
      degree[ends[i]]++;
    }
    int[][] links = new int[peers][];
    for (int i = 0; i < peers; i++) {
      links[i] = new int[degree[i]];
    }
    for (int i = 0; i < ends.length; i++) {
      int one = i / EACH_PICKS;
      links[one][--degree[one]] = ends[i];
      links[ends[i]][--degree[ends[i]]] = one;
    }
    return links;
  }
}
