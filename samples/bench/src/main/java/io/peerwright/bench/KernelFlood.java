package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How many events a simulation runs in a second of processor time: queries flooded one after the
 * other through a random graph, every frame really written, sent as a datagram, and parsed at each
 * hop. By turns with the same flood in a simulator that passes objects.
 */
final class KernelFlood implements Benchmark {

  /** Peers that are reached in a round: fewer queries where one reaches more. */
  private static final int REACHED = 1_500_000;

  /** Rounds until all code is compiled and all lists have their final length. */
  private static final int WARM_UPS = 2;

  private static final int ROUNDS = 5;
  private static final int EACH_PICKS = 2;
  private static final int TTL = 30;
  private static final int PORT = 6346;

  private final String name;
  private final int peers;
  private final double target;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Of one size.
   *
   * @param target events per CPU-second that are wanted
   */
  KernelFlood(String name, int peers, double target) {
    this.name = name;
    this.peers = peers;
    this.target = target;
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
  public List<String> jvmOptions() {
    return Jvm.LARGE_HEAP;
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    Outcome outcome = run(progress);
    return new Figure(
        name,
        Rounds.median(outcome.ours),
        "events/CPU-s",
        "passing objects without bytes",
        Rounds.median(outcome.theirs),
        String.format("value >= %,.0f", target));
  }

  /**
   * What came of it.
   *
   * @param ours events per CPU-second, in each round
   * @param theirs the same of the simulator that passes objects
   * @param allocated bytes that the simulation allocated for a frame, over all rounds
   * @param theirAllocated the same of the other one
   */
  record Outcome(double[] ours, double[] theirs, double allocated, double theirAllocated) {}

  Outcome run(Progress progress) throws Exception {
    int[][] graph = graph(new Random(7));
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withHostByHost())) {
      List<FloodPeer> all = populate(sim, graph);
      long heap = Memory.heap();
      ObjectFlood objects = new ObjectFlood(graph);
      Random random = new Random(1);
      double[] ours = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      double allocated = 0;
      double theirAllocated = 0;
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        long[] ids = random.longs(2L * Math.max(1, REACHED / peers)).toArray();
        long start = threads.getCurrentThreadAllocatedBytes();
        double theirRate = floodObjects(objects, ids);
        long between = threads.getCurrentThreadAllocatedBytes();
        long events = sim.events();
        double rate = flood(sim, all, ids);
        events = sim.events() - events;
        double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - between) / events;
        if (round >= 0) {
          ours[round] = rate;
          theirs[round] = theirRate;
          allocated += bytes / ROUNDS;
          theirAllocated += (double) (between - start) / events / ROUNDS;
        }
        progress.say(
            String.format(
                "  round %d: %,d events, ours %,.0f, objects %,.0f per CPU-s, ratio %.2f;"
                    + " %.4f bytes allocated per frame",
                round + 1, events, rate, theirRate, rate / theirRate, bytes));
      }
      progress.say(
          String.format(
              "  trace %016x; %,d bytes of heap per peer; %.4f bytes allocated per frame;"
                  + " wanted %,.0f events per CPU-s, this is %.2f of it; best round %,.0f",
              sim.traceHash(),
              heap / peers,
              allocated,
              target,
              Rounds.median(ours) / target,
              Rounds.best(ours)));
      return new Outcome(ours, theirs, allocated, theirAllocated);
    }
  }

  private double flood(Simulation sim, List<FloodPeer> all, long[] ids) {
    long events = sim.events();
    long cpu = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < ids.length; i += 2) {
      all.get(Math.floorMod(ids[i], peers)).start(ids[i], ids[i + 1], TTL);
      sim.runFor(Duration.ofSeconds(2));
    }
    return (sim.events() - events) * 1e9 / (threads.getCurrentThreadCpuTime() - cpu);
  }

  private double floodObjects(ObjectFlood objects, long[] ids) {
    long events = objects.events();
    long cpu = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < ids.length; i += 2) {
      objects.flood(Math.floorMod(ids[i], peers), ids[i] ^ ids[i + 1], TTL);
    }
    return (objects.events() - events) * 1e9 / (threads.getCurrentThreadCpuTime() - cpu);
  }

  private List<FloodPeer> populate(Simulation sim, int[][] graph) {
    List<Host> hosts = new ArrayList<>(peers);
    for (int i = 0; i < peers; i++) {
      hosts.add(sim.newHost(Integer.toString(i, Character.MAX_RADIX), null, null));
    }
    ByteBuffer frame = ByteBuffer.allocate(FloodPeer.HEADER);
    List<FloodPeer> all = new ArrayList<>(peers);
    for (int i = 0; i < peers; i++) {
      int[] links = graph[i];
      Endpoint[] neighbours = new Endpoint[links.length];
      Arrays.setAll(neighbours, k -> addressOf(hosts.get(links[k])));
      all.add(new FloodPeer(hosts.get(i), addressOf(hosts.get(i)), neighbours, frame));
    }
    sim.runFor(Duration.ofSeconds(1));
    return all;
  }

  private static Endpoint addressOf(Host host) {
    return host.listenAddress().withPort(PORT);
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
