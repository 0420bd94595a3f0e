package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.disk.Disk;
import io.peerwright.transport.inmemory.kernel.Workers;
import io.peerwright.transport.inmemory.multicast.MulticastHost;
import io.peerwright.transport.inmemory.topology.RouterSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulated machine. What it does not use yet, its sockets and its disk, it does not hold. */
final class SimHost extends Stack
    implements Host, MulticastHost, RouterSite, PacketSender, LoopHost {

  private final SimNetwork network;
  private final HostKernel kernel;
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
      SimNetwork network,
      HostKernel kernel,
      AddressSpace realm,
      String name,
      int index,
      @Nullable Endpoint listen,
      @Nullable SimHost neighbour,
      @Nullable Path directory) {
    super(Mix.of(network.config.seed(), Mix.of(name)));
    this.network = network;
    this.kernel = kernel;
    this.realm = realm;
    this.name = name;
    this.index = index;
    // From the name, not the number: one more host shifts nobody's chance.
    this.identity = Mix.of(network.config.seed(), Mix.of(name));
    this.listen = listen;
    this.directory = directory;
    this.model = network.config.network();
    this.machine =
        onLoopback() ? network.sharedStack : neighbour != null ? neighbour.stack() : this;
    this.loop = new SimLoop(this);
    this.transport = new SimTransport(this);
  }

  /** What it shares with all others. */
  SimNetwork network() {
    return network;
  }

  /** Virtual time of this host and the others of its shard. */
  @Override
  public HostKernel kernel() {
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
    network.hosts.makeSpecial(index);
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
      return network.hosts.site(neighbour.index);
    }
    SimHost outermost = site();
    return outermost == this ? index : network.hosts.site(outermost.index);
  }

  /** Reads a bit of each part of it, ahead of its turn. */
  long touch() {
    return upFreeAt + trace + (box == null ? 1 : 2);
  }

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
    Tracer tracer = network.tracer;
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

  @Override
  public NetworkModel model() {
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
      network.hosts.makeSpecial(index);
    }
    return mine;
  }

  @Override
  public long lateNanos() {
    return condition == null ? 0 : condition.lateNanos;
  }

  @Override
  public long epochMillis() {
    return network.config.epochMillis() + (condition == null ? 0 : condition.aheadMillis);
  }

  @Override
  public @Nullable Workers workers() {
    return network.workers;
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
    network.hosts.makeSpecial(index);
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

  @Override
  public long seedFor(String purpose) {
    return Mix.of(Mix.of(identity, Mix.of(purpose)), streams++);
  }

  @Override
  public long seedForKeys() {
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
        || HostAddresses.same(address, ipv4())
        || HostAddresses.same(address, ipv6());
  }

  Endpoint ipv4() {
    return listen != null && listen.isIpv4() && HostAddresses.isSpecific(listen)
        ? listen.withPort(0)
        : HostAddresses.ipv4(index);
  }

  Endpoint ipv6() {
    return listen != null && !listen.isIpv4() && HostAddresses.isSpecific(listen)
        ? listen.withPort(0)
        : HostAddresses.ipv6(index);
  }

  /** Whether it has the address of its number, and not one that it was given. */
  boolean isAddressedByOrder(boolean ipv4) {
    return listen == null || listen.isIpv4() != ipv4 || !HostAddresses.isSpecific(listen);
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
      mine = network.disks.create(loop::wallMillis);
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
    network.hosts.makeSpecial(index);
    machine.shutDown(this);
  }

  /**
   * Falls silent: nothing more is sent, and no handler hears of it. What it has not forced to its
   * disk may be lost.
   */
  void crash() {
    closed = true;
    crashed = true;
    network.hosts.makeSpecial(index);
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

  @Override
  public @Nullable Disk disk() {
    return Disk.of(directory);
  }

  @Override
  public String toString() {
    return name;
  }
}
