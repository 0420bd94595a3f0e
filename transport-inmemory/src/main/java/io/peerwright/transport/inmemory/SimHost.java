package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.disk.Disk;
import io.peerwright.transport.inmemory.multicast.MulticastHost;
import io.peerwright.transport.inmemory.topology.RouterSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulated machine. What it does not use yet, its sockets and its disk, it does not hold. */
final class SimHost extends Stack implements Host, MulticastHost, RouterSite {

  private static final int IPV4_NET = 10 << 24;
  private static final long IPV6_NET = 0xfd00L << 48;

  private final Simulation simulation;
  private final NetworkKernel kernel;
  private final AddressSpace realm;
  private final String name;
  private final int index;
  private final long identity;
  private final @Nullable Endpoint listen;
  private final Stack machine;
  private final SimLoop loop;
  private final SimTransport transport;

  private NetworkModel model;
  private @Nullable Path directory;
  private @Nullable Mix chance;
  private int streams;
  private int keys;
  private @Nullable Nat box;

  /** What this host has caused so far: packets, events. Tells them apart, and orders them. */
  private int sequence;

  private long trace;
  private volatile boolean closed;
  private boolean crashed;
  private boolean replaced;
  private @Nullable Condition condition;

  SimHost(
      Simulation simulation,
      NetworkKernel kernel,
      AddressSpace realm,
      String name,
      int index,
      @Nullable Endpoint listen,
      @Nullable SimHost neighbour,
      @Nullable Path directory) {
    super(Mix.of(simulation.config().seed(), Mix.of(name)));
    this.simulation = simulation;
    this.kernel = kernel;
    this.realm = realm;
    this.name = name;
    this.index = index;
    // From the name, not the number: one more host shifts nobody's chance.
    this.identity = Mix.of(simulation.config().seed(), Mix.of(name));
    this.listen = listen;
    this.directory = directory;
    this.model = simulation.config().network();
    this.machine =
        onLoopback() ? simulation.sharedStack() : neighbour != null ? neighbour.stack() : this;
    this.loop = new SimLoop(this);
    this.transport = new SimTransport(this);
  }

  Simulation simulation() {
    return simulation;
  }

  /** Virtual time of this host and the others of its shard. */
  @Override
  public NetworkKernel kernel() {
    return kernel;
  }

  /** The address space that its addresses are of. */
  AddressSpace realm() {
    return realm;
  }

  @Override
  public boolean isBehindNat() {
    return realm.gateway() != null;
  }

  @Override
  public boolean isBeside(MulticastHost other) {
    return realm == ((SimHost) other).realm;
  }

  /** The NAT box that it is; null for a host. */
  @Nullable Nat box() {
    return box;
  }

  void box(Nat itself) {
    box = itself;
    simulation.hosts().makeSpecial(index);
  }

  /** Where it is in the outermost network: the outermost box before it, or itself. */
  SimHost site() {
    Nat gateway = realm.gateway();
    return gateway == null ? this : gateway.face().site();
  }

  /** The number of its site, within which hosts act upon each other at once. */
  int siteNumber(@Nullable SimHost neighbour) {
    if (onLoopback()) {
      return 0;
    }
    if (neighbour != null) {
      return simulation.hosts().site(neighbour.index);
    }
    SimHost outermost = site();
    return outermost == this ? index : simulation.hosts().site(outermost.index);
  }

  /** Reads a bit of each part of it; for {@link CachePrefetcher}. */
  long touch() {
    return upFreeAt + trace + (box == null ? 1 : 2);
  }

  /** The number of the next packet of this host; no two are the same. */
  @Override
  public int nextPacket() {
    return ++sequence;
  }

  /** The order of the next event that this host causes, among all of one instant. */
  @Override
  public long nextKey() {
    return (long) index << Integer.SIZE | ++sequence & 0xffff_ffffL;
  }

  /** Adds a line to the trace of what happens at this host. */
  @Override
  public void trace(long now, int kind, int from, int to, long content) {
    long ends = (long) from << Integer.SIZE | to & 0xffff_ffffL;
    trace = Mix.chain(Mix.chain(Mix.chain(trace, now), ends), content + kind);
    Tracer tracer = simulation.tracer();
    if (tracer != null) {
      tracer.line(this, now, kind, from, to, content);
    }
  }

  /** A hash over all that has happened at this host, in its order. */
  long traceHash() {
    return trace;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public long identity() {
    return identity;
  }

  NetworkModel model() {
    return model;
  }

  void model(NetworkModel other) {
    model = other;
  }

  /** False once it is closed or has crashed. */
  @Override
  public boolean isOpen() {
    return !closed;
  }

  boolean isCrashed() {
    return crashed;
  }

  /** It has crashed, and no other host answers in its place. */
  boolean isGone() {
    return crashed && !replaced;
  }

  /** What is wrong with its machine, to be changed. */
  Condition condition() {
    Condition mine = condition;
    if (mine == null) {
      mine = new Condition();
      condition = mine;
      simulation.hosts().makeSpecial(index);
    }
    return mine;
  }

  long lateNanos() {
    return condition == null ? 0 : condition.lateNanos;
  }

  long aheadMillis() {
    return condition == null ? 0 : condition.aheadMillis;
  }

  /** Is the machine of {@code old} after a restart; that one does nothing any more. */
  void succeed(SimHost old, boolean keepsDisk) {
    directory = keepsDisk ? old.directory : null;
    Disk kept = Disk.of(directory);
    if (kept != null) {
      kept.clock(loop::wallMillis);
    }
    model = old.model;
    chance = old.chance;
    streams = old.streams;
    keys = old.keys;
    sequence = old.sequence;
    condition = old.condition();
    simulation.hosts().makeSpecial(index);
    old.replaced = true;
  }

  /** The chance of what happens to this host alone. */
  Mix chance() {
    Mix mine = chance;
    if (mine == null) {
      mine = new Mix(Mix.of(identity, 1));
      chance = mine;
    }
    return mine;
  }

  long seedFor(String purpose) {
    return Mix.of(Mix.of(identity, Mix.of(purpose)), streams++);
  }

  long seedForKeys() {
    return Mix.of(Mix.of(identity, 2), keys++);
  }

  /** The sockets of its machine. */
  Stack stack() {
    return machine;
  }

  boolean onLoopback() {
    return listen != null && listen.isLoopback();
  }

  /** Whether packets to this address end here. */
  @Override
  public boolean owns(Endpoint address) {
    return address.isLoopback()
        || address.isAnyLocal()
        || sameAddress(address, ipv4())
        || sameAddress(address, ipv6());
  }

  static boolean sameAddress(Endpoint one, Endpoint other) {
    return one.high() == other.high() && one.low() == other.low();
  }

  Endpoint ipv4() {
    return listen != null && listen.isIpv4() && isSpecific(listen)
        ? listen.withPort(0)
        : ipv4(index);
  }

  Endpoint ipv6() {
    return listen != null && !listen.isIpv4() && isSpecific(listen)
        ? listen.withPort(0)
        : new Endpoint(IPV6_NET, index + 1L, 0, 0);
  }

  /** Whether a listen address is one to give a host, not just a port. */
  static boolean isSpecific(Endpoint address) {
    return !address.isAnyLocal() && !address.isLoopback();
  }

  static Endpoint ipv4(int index) {
    return Endpoint.ofIpv4(IPV4_NET + index + 1, 0);
  }

  /** Whether it has the address of its number, and not one that it was given. */
  boolean isAddressedByOrder(boolean ipv4) {
    return listen == null || listen.isIpv4() != ipv4 || !isSpecific(listen);
  }

  /** The number of the host that has this address by order; -1 if it is none of these. */
  static int indexOf(Endpoint address) {
    if (address.isIpv4()) {
      return address.ipv4() >>> 24 == 10 ? (address.ipv4() & 0xff_ffff) - 1 : -1;
    }
    boolean ours = address.high() == IPV6_NET && address.low() >>> 24 == 0;
    return ours ? (int) address.low() - 1 : -1;
  }

  /** The address that packets to {@code remote} come from. */
  Endpoint sourceFor(Endpoint remote) {
    if (remote.isLoopback()) {
      return remote.withPort(0);
    }
    return remote.isIpv4() ? ipv4() : ipv6();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public synchronized Path directory() {
    Path mine = directory;
    if (mine == null) {
      mine = simulation.disks().create(loop::wallMillis);
      directory = mine;
    }
    return mine;
  }

  @Override
  public Endpoint listenAddress() {
    return listen != null ? listen : ipv4();
  }

  @Override
  public <C extends Capability> List<C> offered(Class<C> capability) {
    return List.of();
  }

  @Override
  public void close() {
    if (kernel.isCurrent()) {
      shutDown();
    } else {
      kernel.post(this, null, this::shutDown);
    }
  }

  private void shutDown() {
    if (closed) {
      return;
    }
    closed = true;
    simulation.hosts().makeSpecial(index);
    machine.shutDown(this);
  }

  /**
   * Falls silent: nothing more is sent, and no handler hears of it. What it has not forced to its
   * disk may be lost.
   */
  void crash() {
    closed = true;
    crashed = true;
    simulation.hosts().makeSpecial(index);
    machine.vanish(this);
    Disk disk = disk();
    if (disk != null) {
      try {
        disk.crash(new Mix(Mix.of(identity, trace)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Its disk in memory, if it has one already. */
  @Nullable Disk disk() {
    return Disk.of(directory);
  }

  @Override
  public String toString() {
    return name;
  }
}
