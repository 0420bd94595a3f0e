package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.faults.FaultTarget;
import io.peerwright.transport.inmemory.faults.Faults;
import io.peerwright.transport.inmemory.kernel.Pacer;
import io.peerwright.transport.inmemory.kernel.Shards;
import io.peerwright.transport.inmemory.kernel.Workers;
import io.peerwright.transport.inmemory.lan.Lans;
import io.peerwright.transport.inmemory.nat.NatModel;
import io.peerwright.transport.inmemory.topology.RouterGraph;
import io.peerwright.transport.inmemory.topology.TransitStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A network of simulated hosts in virtual time.
 *
 * <p>Nothing happens but inside {@link #runFor}, {@link #runUntil} and {@link #runUntilIdle}. The
 * thread that calls them is the loop of all hosts; between two runs it may use the API of any host
 * as if it were on that host's loop. Two runs of one configuration with the same calls are the same
 * to the byte, and have the same {@link #traceHash}, whatever the number of shards: each of them is
 * a part of the hosts, run by a thread of its own. Two simulations share nothing.
 *
 * <p>A simulation opened by {@link InMemoryProvider} follows the real clock in a thread of its own
 * instead; the methods that run or disturb it are then not to be called.
 */
public final class Simulation implements Network, FaultTarget {

  private final Shards<NetworkKernel> shards;
  private final @Nullable RouterGraph routers;
  private final SimNetwork network;
  private @Nullable Pacer pacer;

  private Simulation(InMemoryConfig config) {
    Hosts hosts = new Hosts();
    List<NetworkKernel> kernels = new ArrayList<>();
    for (int i = 0; i < config.shards(); i++) {
      kernels.add(new NetworkKernel(i, hosts, config, HandlerErrors::log));
    }
    shards = new Shards<>(kernels, config.network().latencyMinMicros() * 1_000L);
    TransitStub plan = config.routers();
    routers =
        plan.transitDomains() == 0
            ? null
            : new RouterGraph(plan, config.seed(), host -> Hosts.own(host).site());
    network = new SimNetwork(config, shards, hosts, routers);
  }

  /** A simulation that the caller drives. */
  public static Simulation create(InMemoryConfig config) {
    return new Simulation(config);
  }

  /** A simulation that follows the real clock. */
  static Simulation open(InMemoryConfig config) {
    if (config.shards() > 1 || config.hostByHost()) {
      throw new IllegalArgumentException(
          "a network that follows the real clock needs 1 shard and not hostByHost, has " + config);
    }
    Simulation simulation = new Simulation(config);
    Pacer pacer = new Pacer(simulation.shards.get(0), config.pace(), simulation::shutDown);
    simulation.pacer = pacer;
    simulation.network.workers = new Workers();
    pacer.start();
    return simulation;
  }

  /**
   * Adds a host.
   *
   * @param listen its address and listening port; null or an any-local address for the next free
   *     address of 10.0.0.0/8 (and fd00::/64). Hosts of one address, or of a loopback address,
   *     share one machine, as processes do
   * @param directory null for a disk in memory, made when it is first asked for
   * @throws IllegalArgumentException if an open host has that name
   * @throws IllegalStateException if the simulation is closed
   */
  @Override
  public Host newHost(String name, @Nullable Endpoint listen, @Nullable Path directory) {
    return network.newHost(name, listen, directory);
  }

  /**
   * Adds a NAT box; {@link Nat#newHost} adds hosts behind it. They all belong to one shard.
   *
   * @param outer the box that this one is behind; null for the network that all others are in
   * @throws IllegalArgumentException if there is a host or box of that name, or 16 boxes in a row
   * @throws IllegalStateException if the simulation is closed, or the outer box is one-to-one and
   *     has its host
   */
  public Nat newNat(String name, NatModel model, @Nullable Nat outer) {
    return outer == null
        ? Nat.outermost(network, network.newHost(name, network.internet, null, null), model)
        : outer.newNat(name, model);
  }

  /** Runs everything that happens within {@code time} from now. */
  public void runFor(Duration time) {
    shards.run(end(time), Shards.NEVER);
  }

  /**
   * Runs until {@code condition} holds, which is asked after each event; with several shards after
   * each window of the network's least latency.
   *
   * @return false if it did not within {@code limit}
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    return shards.run(end(limit), condition);
  }

  /** The instant that lies so far ahead, or the end of time. */
  private long end(Duration ahead) {
    long time = shards.now() + Math.max(0, ahead.toNanos());
    return time < 0 ? Long.MAX_VALUE : time;
  }

  /**
   * Runs until nothing is under way and no timer is set.
   *
   * @return false if something is left after {@code limit}
   */
  public boolean runUntilIdle(Duration limit) {
    long until = end(limit);
    shards.run(until, () -> shards.pending() == 0);
    return shards.pending() == 0;
  }

  /**
   * The routers between the hosts.
   *
   * @throws IllegalStateException if the configuration has none
   */
  public RouterGraph routers() {
    if (routers == null) {
      throw new IllegalStateException("no routers: configure routers.transitDomains");
    }
    return routers;
  }

  @Override
  public Duration now() {
    return Duration.ofNanos(shards.now());
  }

  /** Events run so far: packets, timers, tasks, callbacks. */
  public long events() {
    return shards.events();
  }

  /**
   * A hash over every delivery (time, sender, receiver, bytes), every timer and the life cycle of
   * every link, in the order in which each host had them. Equal hashes mean equal runs.
   */
  public long traceHash() {
    return network.hosts().traceHash(network.config.seed());
  }

  /** The part of {@link #traceHash()} that one host has. */
  public long traceHash(Host host) {
    return Hosts.own(host).traceHash();
  }

  /**
   * True while hosts run side by side, in several shards or host by host, and each may touch only
   * what is its own; false between two runs and in what is {@link #schedule}d.
   */
  public boolean isRunningSideBySide() {
    return shards.isRunningSideBySide();
  }

  @Override
  public boolean isUp(Host host) {
    return Hosts.own(host).isOpen();
  }

  @Override
  public @Nullable Host host(String name) {
    return network.hosts().named(name);
  }

  /** How many sockets a host has open: links, also those being made, listeners, datagrams. */
  public int sockets(Host host) {
    return Hosts.own(host).stack().sockets(Hosts.own(host));
  }

  /**
   * Who is told what handlers and timers throw; by default the system logger. An exception of
   * {@code handler} itself ends the run with it, which is what a test wants.
   */
  public void onError(BiConsumer<? super Host, ? super Throwable> handler) {
    shards.kernels().forEach(kernel -> kernel.onError(handler::accept));
  }

  /** Lets whatever handlers and timers throw end the run. Returns this. */
  public Simulation strict() {
    onError(HandlerErrors::fail);
    return this;
  }

  /** Looks at all tables after each event, where assertions are enabled: slow. Returns this. */
  public Simulation checked() {
    return checked(Integer.MAX_VALUE);
  }

  /**
   * Looks at all tables, where assertions are enabled, as often as so many entries may be looked at
   * for each event on the average: 256 make it no more than twice as slow. Returns this.
   */
  public Simulation checked(int entriesPerEvent) {
    shards.kernels().forEach(kernel -> kernel.checks.begin(entriesPerEvent));
    return this;
  }

  /** Whether its tables are looked at, as far as assertions are enabled. */
  public boolean isChecked() {
    return shards.get(0).checks.isOn();
  }

  /** How far it has come, for a line of progress; of a simulation that the caller drives. */
  public Snapshot snapshot() {
    return Snapshot.of(shards, network.hosts().count());
  }

  /**
   * Lets {@code listener} hear every line of the trace from now on, in place of an earlier one.
   *
   * @throws IllegalStateException with several shards, which have no order among them
   */
  public void onTrace(TraceListener listener) {
    if (shards.runsInWindows()) {
      throw new IllegalStateException(
          "a trace can be heard with 1 shard only that is not run host by host");
    }
    network.tracer = new Tracer(network.hosts()::at, listener);
  }

  // Disturbances.

  /**
   * Runs an action when so much virtual time has passed since the start, before everything else
   * that is due then and while no host does anything. From such an action, or between two runs,
   * hosts may be added and disturbed; from inside a host's handler only with one shard.
   *
   * @param at not before now; what lies in the past happens at once in the next run
   * @throws IllegalStateException from inside a handler of a host with several shards
   */
  @Override
  public void schedule(Duration at, Runnable action) {
    network.checkDisturbance();
    shards.control(at.toNanos(), action);
  }

  /** Gives a host a network of its own kind: a slow line, losses, other latencies. */
  public void setModel(Host host, NetworkModel model) {
    network.checkDisturbance();
    shards.limitLookAhead(model.latencyMinMicros() * 1_000L);
    Hosts.own(host).kernel().outbox.flush();
    Hosts.own(host).model(model);
  }

  /**
   * Lets a host fall silent, as if its power had failed: no handler of it is called again, and
   * others find out by their time limits. A new host may then take its name and address.
   */
  public void crash(Host host) {
    faults().crash(host);
  }

  /**
   * Cuts every path between two groups of hosts, in both directions. What is under way arrives;
   * later datagrams are lost, and streams wait.
   *
   * @return heals the cut when closed
   */
  public Handle cut(Collection<? extends Host> some, Collection<? extends Host> others) {
    network.checkDisturbance();
    return network.path.cut(Hosts.own(some), Hosts.own(others), Faults.Way.BOTH);
  }

  /** Breaks all links between two hosts; both sides see {@link Reason#RESET}. */
  public void abortLinks(Host one, Host other) {
    new SimFaults(network).resetLinks(one, other);
  }

  @Override
  public Faults faults() {
    return new SimFaults(network);
  }

  @Override
  public void close() {
    if (!network.close()) {
      return;
    }
    Workers workers = network.workers;
    if (pacer != null && workers != null) {
      pacer.close();
      workers.close();
    } else {
      shards.drivenByCaller();
      shutDown();
    }
    shards.close();
    network.disks.close();
  }

  private void shutDown() {
    for (SimHost host : network.hosts().all()) {
      host.close();
    }
    shards.kernels().forEach(kernel -> kernel.runUntil(kernel.now()));
  }

  /** The LANs and the multicast routers between them. */
  public Lans lans() {
    return network.lans();
  }

  Shards<NetworkKernel> shards() {
    return shards;
  }

  NetworkPath wire() {
    return network.path;
  }

  Hosts hosts() {
    return network.hosts();
  }
}
