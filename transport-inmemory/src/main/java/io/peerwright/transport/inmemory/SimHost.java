package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.AddressSpace.Member;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.disk.Disk;
import io.peerwright.transport.inmemory.kernel.Workers;
import io.peerwright.transport.inmemory.multicast.SimLans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulated machine. What it does not use yet, its sockets and its disk, it does not hold. */
final class SimHost extends AddressedHost implements Host, LoopHost {

  private final HostNetwork network;
  private final HostKernel kernel;
  private final String name;
  private final long identity;
  private final Stack machine;
  private final SimLoop loop;
  private final SimTransport transport;

  private NetworkModel model;
  private @Nullable Path directory;
  private @Nullable Mix chance;
  private int streams;
  private int keys;

  /** What this host has caused so far: packets, events. Tells them apart, and orders them. */
  private int sequence;

  private long trace;
  private volatile boolean closed;
  private boolean crashed;
  private boolean replaced;
  private @Nullable Condition condition;

  SimHost(
      HostNetwork network,
      HostKernel kernel,
      AddressSpace realm,
      String name,
      int index,
      @Nullable Endpoint listen,
      @Nullable SimHost neighbour,
      @Nullable Path directory) {
    super(Mix.of(network.config.seed(), Mix.of(name)), realm, index, listen);
    this.network = network;
    this.kernel = kernel;
    this.name = name;
    // From the name, not the number: one more host shifts nobody's chance.
    this.identity = Mix.of(network.config.seed(), Mix.of(name));
    this.directory = directory;
    this.model = network.config.network();
    this.machine =
        onLoopback() ? network.sharedStack : neighbour != null ? neighbour.stack() : this;
    this.loop = new SimLoop(this);
    this.transport = new SimTransport(this);
  }

  /** Virtual time of this host and the others of its shard. */
  @Override
  public HostKernel kernel() {
    return kernel;
  }

  @Override
  public int shard() {
    return kernel.shard();
  }

  /** The number of its site, within which hosts act upon each other at once. */
  int siteNumber(@Nullable SimHost neighbour) {
    if (onLoopback()) {
      return 0;
    }
    if (neighbour != null) {
      return network.hosts().site(neighbour.index());
    }
    PathEnd outermost = site();
    return outermost == this ? index() : network.hosts().site(outermost.index());
  }

  /** Reads a bit of its first, middle and last fields, ahead of its turn. */
  long touch() {
    return sendsFor(0) + trace + (condition == null ? 1 : 2);
  }

  @Override
  public int nextPacket() {
    return ++sequence;
  }

  /** The order of the next event that this host causes, among all of one instant. */
  @Override
  public long nextKey() {
    return (long) index() << Integer.SIZE | ++sequence & 0xffff_ffffL;
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

  @Override
  public boolean isCrashed() {
    return crashed;
  }

  @Override
  public boolean isGone() {
    return crashed && !replaced;
  }

  /** What is wrong with its machine, to be changed. */
  Condition condition() {
    Condition mine = condition;
    if (mine == null) {
      mine = new Condition();
      condition = mine;
      network.hosts().makeSpecial(index());
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
    network.hosts().makeSpecial(index());
    old.replaced = true;
  }

  @Override
  public Mix chance() {
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

  @Override
  public Stack stack() {
    return machine;
  }

  @Override
  public Line line() {
    return machine;
  }

  @Override
  public NetworkPath path() {
    return network.path;
  }

  @Override
  public SimLans lans() {
    return network.lans();
  }

  @Override
  public int plainRoute(Endpoint to) {
    return network.path.isPlain(this) ? network.hosts().ordinaryRoute(index(), to) : -1;
  }

  @Override
  public @Nullable Member route(Endpoint to) {
    return network.hosts().route(this, to);
  }

  @Override
  public @Nullable Member routeDatagram(Endpoint to, int kind) {
    return network.hosts().routeDatagram(this, to, kind);
  }

  @Override
  public @Nullable Member named(String itsName) {
    return network.hosts().named(itsName);
  }

  @Override
  public TransportHost at(int number) {
    return network.hosts().at(number);
  }

  @Override
  public void opened(SimLink link) {
    machine.settle(link);
    realm().opened(link.local(), link.remote());
  }

  @Override
  public void closed(SimLink link) {
    machine.remove(link);
    realm().closed(link.local(), link.remote());
  }

  @Override
  public void closed(SimListener listener) {
    machine.remove(listener);
  }

  @Override
  public void closed(SimDatagrams socket) {
    machine.remove(socket);
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
    network.hosts().makeSpecial(index());
    machine.shutDown(this);
  }

  /**
   * Falls silent: nothing more is sent, and no handler hears of it. What it has not forced to its
   * disk may be lost.
   */
  void crash() {
    closed = true;
    crashed = true;
    network.hosts().makeSpecial(index());
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
