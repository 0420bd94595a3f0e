package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
 * to the byte, and have the same {@link #traceHash}. Two simulations share nothing.
 *
 * <p>A simulation opened by {@link InMemoryProvider} follows the real clock in a thread of its own
 * instead; the methods that run or disturb it are then not to be called.
 */
public final class Simulation implements Network {

  private static final Logger LOG = System.getLogger(Simulation.class.getName());

  private final InMemoryConfig config;
  private final Kernel kernel;
  private final @Nullable RouterGraph routers;
  private final Wire wire;
  private final Lan lan;
  private final Hosts hosts = new Hosts();
  private final Stack sharedStack = new Stack(0);
  private final Disks disks;
  private @Nullable Pacer pacer;
  private @Nullable Workers workers;
  private volatile boolean closed;

  private Simulation(InMemoryConfig config) {
    this.config = config;
    kernel = new Kernel(config.seed(), config.poisonBuffers(), Simulation::log);
    TransitStub plan = config.routers();
    routers = plan.transitDomains() == 0 ? null : new RouterGraph(plan, config.seed());
    wire = new Wire(kernel, routers);
    lan = new Lan(kernel, wire);
    disks = new Disks(config.diskBytes());
  }

  /** A simulation that the caller drives. */
  public static Simulation create(InMemoryConfig config) {
    return new Simulation(config);
  }

  /** A simulation that follows the real clock. */
  static Simulation open(InMemoryConfig config) {
    Simulation simulation = new Simulation(config);
    Pacer pacer = new Pacer(simulation.kernel, config.pace(), simulation::shutDown);
    simulation.pacer = pacer;
    simulation.workers = new Workers();
    pacer.start();
    return simulation;
  }

  private static void log(Host host, Throwable thrown) {
    LOG.log(Level.ERROR, "A handler of host " + host.name() + " failed", thrown);
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
    if (closed) {
      throw new IllegalStateException("the simulation is closed");
    }
    return hosts.add(
        name,
        listen,
        (index, neighbour) -> new SimHost(this, name, index, listen, neighbour, directory));
  }

  // Time.

  /** Runs everything that happens within {@code time} from now. */
  public void runFor(Duration time) {
    kernel.drivenByCaller();
    long until = kernel.after(time.toNanos());
    boolean more = true;
    while (more) {
      more = kernel.step(until);
    }
    kernel.advanceTo(until);
  }

  /**
   * Runs until {@code condition} holds, which is asked after each event.
   *
   * @return false if it did not within {@code limit}
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    kernel.drivenByCaller();
    long until = kernel.after(limit.toNanos());
    while (!condition.getAsBoolean()) {
      if (!kernel.step(until)) {
        kernel.advanceTo(until);
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /**
   * Runs until nothing is under way and no timer is set.
   *
   * @return false if something is left after {@code limit}
   */
  public boolean runUntilIdle(Duration limit) {
    kernel.drivenByCaller();
    long until = kernel.after(limit.toNanos());
    boolean more = true;
    while (more) {
      more = kernel.step(until);
    }
    return kernel.pending() == 0;
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

  /** Virtual time since the start. */
  public Duration now() {
    return Duration.ofNanos(kernel.now());
  }

  /** Events run so far: packets, timers, tasks, callbacks. */
  public long events() {
    return kernel.events();
  }

  /**
   * A hash over every delivery (time, sender, receiver, bytes), every timer and the life cycle of
   * every link, in their order. Equal hashes mean equal runs.
   */
  public long traceHash() {
    return kernel.traceHash();
  }

  /** Whether a host was neither closed nor has crashed. */
  public boolean isUp(Host host) {
    return own(host).isOpen();
  }

  /**
   * How many sockets a host has open: links, also those being made, listeners, datagram sockets.
   */
  public int sockets(Host host) {
    return own(host).stack().sockets(own(host));
  }

  /**
   * Who is told what handlers and timers throw; by default the system logger. An exception of
   * {@code handler} itself ends the run with it, which is what a test wants.
   */
  public void onError(BiConsumer<? super Host, ? super Throwable> handler) {
    kernel.onError(handler::accept);
  }

  // Disturbances.

  /** Gives a host a network of its own kind: a slow line, losses, other latencies. */
  public void setModel(Host host, NetworkModel model) {
    own(host).model(model);
  }

  /**
   * Lets a host fall silent, as if its power had failed: no handler of it is called again, and
   * others find out by their time limits. A new host may then take its name and address.
   */
  public void crash(Host host) {
    own(host).crash();
  }

  /**
   * Cuts every path between two groups of hosts, in both directions. What is under way arrives;
   * later datagrams are lost, and streams wait.
   *
   * @return heals the cut when closed
   */
  public Handle cut(Collection<? extends Host> some, Collection<? extends Host> others) {
    return wire.cut(own(some), own(others), Faults.Way.BOTH);
  }

  /** Breaks all links between two hosts; both sides see {@link Reason#RESET}. */
  public void abortLinks(Host one, Host other) {
    SimHost remote = own(other);
    for (SimLink link : own(one).stack().linksOf(own(one))) {
      SimLink peer = link.peer();
      if (peer != null && peer.host() == remote) {
        link.abort(Reason.RESET);
      }
    }
  }

  static List<SimHost> own(Collection<? extends Host> some) {
    List<SimHost> found = new ArrayList<>();
    for (Host host : some) {
      found.add(own(host));
    }
    return found;
  }

  static SimHost own(Host host) {
    if (host instanceof SimHost simulated) {
      return simulated;
    }
    throw new IllegalArgumentException("not a host of a simulation: " + host.name());
  }

  /** What else can go wrong with the hosts. */
  public Faults faults() {
    return new Faults(this);
  }

  // The end.

  /** Closes all hosts and tells their handlers. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (pacer != null && workers != null) {
      pacer.close();
      workers.close();
    } else {
      kernel.drivenByCaller();
      shutDown();
    }
    disks.close();
  }

  private void shutDown() {
    for (SimHost host : hosts.all()) {
      host.close();
    }
    boolean more = true;
    while (more) {
      more = kernel.step(kernel.now());
    }
  }

  InMemoryConfig config() {
    return config;
  }

  Kernel kernel() {
    return kernel;
  }

  Wire wire() {
    return wire;
  }

  Lan lan() {
    return lan;
  }

  Hosts hosts() {
    return hosts;
  }

  Stack sharedStack() {
    return sharedStack;
  }

  /** Where heavy work goes; null if it is done in place. */
  @Nullable Workers workers() {
    return workers;
  }

  Disks disks() {
    return disks;
  }
}
