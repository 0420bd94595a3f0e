package io.peerwright.transport.inmemory.topology;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.chance.Mix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * The routers between the hosts: who is on which, how far it is, and what crossed each line.
 *
 * <p>Packets take the shortest path, which is the same in both directions. A host is on a router of
 * a stub domain that follows from the host's name, or where {@link #attach} puts it; the line in
 * between, the access line, is the host's own. Distances and first hops of all pairs of routers are
 * computed beforehand, so that a packet costs a look-up, and a walk along its path if it is
 * counted.
 *
 * <p>Got from {@code Simulation.routers}. To be used between two runs.
 */
public final class RouterGraph {

  /**
   * What crossed the lines since the counting began. A packet counts once on each line of its path,
   * the access lines of both hosts included.
   *
   * @param packets on all lines together
   * @param linesUsed lines that something crossed, each direction for itself
   * @param most on the busiest of them
   */
  public record Stress(long packets, int linesUsed, long most) {

    /** Packets for each line that was used. */
    public double mean() {
      return linesUsed == 0 ? 0 : (double) packets / linesUsed;
    }
  }

  private final Function<Host, RouterSite> sites;
  private final int routers;
  private final int firstForHosts;
  private final int accessMinMicros;
  private final int accessSpan;
  private final Lines lines;

  /** By pair of routers: microseconds, and the line that the path begins with. */
  private final int[] micros;

  private final char[] firstLine;
  private final Map<String, Integer> attached = new HashMap<>();
  private final boolean counting;
  private final long[] crossed;
  private long[] accessUp = new long[0];
  private long[] accessDown = new long[0];

  /**
   * A network for this seed.
   *
   * @param sites what of a host is on a router
   */
  public RouterGraph(TransitStub plan, long seed, Function<Host, RouterSite> sites) {
    this(
        plan.routers(),
        plan.stubDomains() == 0 ? 0 : plan.transitDomains() * plan.transitRouters(),
        Lines.of(plan, seed),
        plan,
        sites);
  }

  /**
   * A network of these lines; of {@code plan} only what it says about access and counting holds.
   */
  RouterGraph(
      int routers,
      int firstForHosts,
      Lines lines,
      TransitStub plan,
      Function<Host, RouterSite> sites) {
    this.sites = sites;
    this.routers = routers;
    this.firstForHosts = firstForHosts;
    this.lines = lines;
    accessMinMicros = plan.accessMinMicros();
    accessSpan = plan.accessMaxMicros() - plan.accessMinMicros() + 1;
    counting = plan.countPackets();
    crossed = new long[counting ? 2 * lines.count() : 0];
    micros = new int[routers * routers];
    firstLine = new char[routers * routers];
    Arrays.fill(micros, Integer.MAX_VALUE);
    List<List<Integer>> linesAt = linesAt();
    for (int from = 0; from < routers; from++) {
      measure(from, linesAt);
    }
  }

  private List<List<Integer>> linesAt() {
    List<List<Integer>> at = new ArrayList<>();
    for (int i = 0; i < routers; i++) {
      at.add(new ArrayList<>());
    }
    for (int line = 0; line < lines.count(); line++) {
      at.get(lines.one(line)).add(line);
      at.get(lines.other(line)).add(line);
    }
    return at;
  }

  /**
   * Dijkstra's algorithm towards {@code to}. Distances are the same both ways, and the line by
   * which a router is reached from there is the one that its own path to there begins with.
   */
  private void measure(int to, List<List<Integer>> linesAt) {
    PriorityQueue<Long> open = new PriorityQueue<>();
    micros[to * routers + to] = 0;
    open.add((long) to);
    while (!open.isEmpty()) {
      long next = open.remove();
      int router = (int) next;
      int distance = (int) (next >>> Integer.SIZE);
      if (distance > micros[router * routers + to]) {
        continue;
      }
      for (int line : linesAt.get(router)) {
        int beyond = lines.across(line, router) * routers + to;
        int longer = distance + lines.micros(line);
        if (longer < micros[beyond]) {
          micros[beyond] = longer;
          firstLine[beyond] = (char) line;
          open.add((long) longer << Integer.SIZE | lines.across(line, router));
        }
      }
    }
  }

  /** How many routers there are; they are numbered from 0. */
  public int size() {
    return routers;
  }

  /** The router that a host is on, or the box that it is behind. */
  public int routerOf(Host host) {
    return routerOf(sites.apply(host));
  }

  private int routerOf(RouterSite site) {
    Integer given = attached.isEmpty() ? null : attached.get(site.name());
    if (given != null) {
      return given;
    }
    long chance = Mix.of(site.identity(), 5);
    return firstForHosts + (int) Mix.scale(chance, routers - firstForHosts);
  }

  /**
   * Puts a host, or the box that it is behind, on a router; also all that later have its name.
   *
   * @throws IllegalArgumentException if there is no such router
   */
  public void attach(Host host, int router) {
    if (router < 0 || router >= routers) {
      throw new IllegalArgumentException(
          "router must be within 0.." + (routers - 1) + ", is " + router);
    }
    attached.put(sites.apply(host).name(), router);
  }

  /** The time one way between two hosts: both access lines and the shortest path. */
  public long delayNanos(Host from, Host to) {
    return delayNanos(sites.apply(from), sites.apply(to));
  }

  private long delayNanos(RouterSite from, RouterSite to) {
    long path = micros[routerOf(from) * routers + routerOf(to)];
    return (path + accessMicros(from) + accessMicros(to)) * 1_000;
  }

  private int accessMicros(RouterSite site) {
    long chance = Mix.of(site.identity(), 6);
    return accessMinMicros + (int) Mix.scale(chance, accessSpan);
  }

  /** The routers that a packet passes, the first and the last included. */
  public List<Integer> path(Host from, Host to) {
    List<Integer> path = new ArrayList<>();
    int router = routerOf(from);
    int last = routerOf(to);
    path.add(router);
    while (router != last) {
      router = lines.across(firstLine[router * routers + last], router);
      path.add(router);
    }
    return path;
  }

  // Stress.

  /** Takes a packet across, and counts it if that is wanted: its time. For the loops of hosts. */
  public long cross(RouterSite from, RouterSite to) {
    if (counting) {
      countOnPath(from, to);
    }
    return delayNanos(from, to);
  }

  private synchronized void countOnPath(RouterSite from, RouterSite to) {
    accessUp = countAt(accessUp, from.index());
    accessDown = countAt(accessDown, to.index());
    int router = routerOf(from);
    int last = routerOf(to);
    while (router != last) {
      int line = firstLine[router * routers + last];
      crossed[2 * line + (lines.one(line) == router ? 0 : 1)]++;
      router = lines.across(line, router);
    }
  }

  private static long[] countAt(long[] counts, int index) {
    long[] room =
        index < counts.length ? counts : Arrays.copyOf(counts, Math.max(64, index * 3 / 2 + 1));
    room[index]++;
    return room;
  }

  /**
   * How many packets crossed the line from one router to a neighbour of it.
   *
   * @throws IllegalArgumentException if there is no line
   */
  public synchronized long packets(int from, int to) {
    int line = lines.between(from, to);
    if (line < 0) {
      throw new IllegalArgumentException("no line between the routers " + from + " and " + to);
    }
    return counting ? crossed[2 * line + (lines.one(line) == from ? 0 : 1)] : 0;
  }

  /** What crossed all lines since the last {@link #resetStress}; nothing unless it is counted. */
  public synchronized Stress stress() {
    long packets = 0;
    long most = 0;
    int used = 0;
    for (long[] counts : List.of(crossed, accessUp, accessDown)) {
      for (long count : counts) {
        packets += count;
        most = Math.max(most, count);
        used += count > 0 ? 1 : 0;
      }
    }
    return new Stress(packets, used, most);
  }

  /** Begins to count anew. */
  public synchronized void resetStress() {
    Arrays.fill(crossed, 0);
    Arrays.fill(accessUp, 0);
    Arrays.fill(accessDown, 0);
  }
}
