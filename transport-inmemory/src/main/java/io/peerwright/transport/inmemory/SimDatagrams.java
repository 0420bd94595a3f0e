package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.AddressSpace.Member;
import io.peerwright.transport.inmemory.kernel.Arena;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.multicast.Memberships;
import io.peerwright.transport.inmemory.multicast.MulticastHost;
import io.peerwright.transport.inmemory.multicast.MulticastSocket;
import io.peerwright.transport.inmemory.multicast.SimLans;
import io.peerwright.transport.inmemory.nat.IpProtocol;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket. A datagram under way is a block and an event of the kernel, which knows the
 * host that it goes to and the address that it comes from; port and kind of address are noted on
 * the block.
 */
final class SimDatagrams implements MulticastSocket, TimerTarget {

  /** A host, as far as its datagram sockets need to know it. */
  interface Owner extends SocketHost, MulticastHost {

    /** Number of the host that a datagram goes to, if nothing but latency is to be found out. */
    int plainRoute(Endpoint to);

    /** The host that a datagram to this address goes to; null if there is none. */
    @Nullable Member routeDatagram(Endpoint to, int kind);

    SimLans lans();

    /** A socket is no more, or was never one. */
    void closed(SimDatagrams socket);
  }

  /** Which of a machine's addresses a datagram goes to. */
  static final int IPV4 = 0;

  private static final int IPV6 = 1;
  private static final int LOOPBACK4 = 2;
  private static final int LOOPBACK6 = 3;

  private static final Endpoint LOCALHOST = Endpoint.ofIpv4(0x7f00_0001, 0);
  private static final Endpoint LOCALHOST6 = new Endpoint(0, 1, 0, 0);

  private static final int BOUND = 0;
  private static final int CLOSED = 1;
  private static final int WRITABLE = 2;

  /** The note on a block: its port, the kind of address, and whether it is through the line. */
  private static final int KIND_SHIFT = 16;

  private static final int IS_THROUGH = 1 << 20;

  /** The next socket of the machine. */
  @Nullable SimDatagrams following;

  private final Owner host;
  private final Endpoint local;
  private final SocketOptions options;
  private final DatagramHandler handler;
  private final int port;

  /** A bit for each kind of address at which this socket can be reached. */
  private final int reachableAt;

  private final boolean openToAll;
  private @Nullable Memberships memberships;
  private @Nullable Endpoint source4;
  private @Nullable Endpoint source6;
  private boolean bound;
  private boolean ended;
  private boolean writableDue;

  SimDatagrams(Owner host, Endpoint local, SocketOptions options, DatagramHandler handler) {
    this.host = host;
    this.local = local;
    this.options = options;
    this.handler = handler;
    this.port = local.port();
    this.openToAll = local.isAnyLocal();
    this.reachableAt =
        bit(IPV4, host.ipv4())
            | bit(IPV6, host.ipv6())
            | bit(LOOPBACK4, LOCALHOST)
            | bit(LOOPBACK6, LOCALHOST6);
  }

  private int bit(int kind, Endpoint address) {
    return local.isAnyLocal() || HostAddresses.same(local, address) ? 1 << kind : 0;
  }

  @Override
  public Owner host() {
    return host;
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  boolean isShared() {
    return options.reuse();
  }

  /** Reads a bit of it, ahead of its turn. */
  int touch() {
    return bound ? port : 0;
  }

  /** Reads a bit of what it calls. */
  int touchHandler() {
    return ((Object) handler).getClass() == SimDatagrams.class ? 1 : 0;
  }

  /** Whether it is bound to all addresses of its machine. */
  boolean isOpenToAll() {
    return openToAll;
  }

  boolean isReachableAt(int kind, int itsPort) {
    return port == itsPort && (reachableAt & 1 << kind) != 0;
  }

  private HostKernel kernel() {
    return host.kernel();
  }

  private NetworkPath wire() {
    return host.path();
  }

  /** Is bound from the next event on. */
  void start() {
    kernel().at(host, kernel().now(), this, BOUND, 0);
  }

  /** Ends, or never starts. */
  void end(Reason reason) {
    if (!ended) {
      vanish();
      kernel().at(host, kernel().now(), this, CLOSED, reason.ordinal());
    }
  }

  void vanish() {
    ended = true;
    host.closed(this);
    if (memberships != null) {
      memberships.leaveAll();
    }
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }

  @Override
  public Endpoint local() {
    return local;
  }

  // Sending.

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    int bytes = payload.remaining();
    if (!bound || ended) {
      return SendResult.CLOSED;
    }
    if (bytes > host.model().maxDatagramBytes()) {
      return SendResult.TOO_LARGE;
    }
    if (isFull()) {
      blocked();
      return SendResult.WOULD_BLOCK;
    }
    int block = kernel().arena.take(bytes);
    kernel().arena.fill(block, payload, bytes);
    long leaves = wire().leave(host, bytes);
    if (to.isMulticast()) {
      host.lans().send(this, to, options, block, leaves);
    } else {
      sendTo(to, block, leaves);
    }
    return SendResult.ACCEPTED;
  }

  private boolean isFull() {
    long rate = host.model().bandwidthUpBytesPerSecond();
    return rate > 0 && wire().upBacklog(host) > NetworkPath.queueNanos(host.model(), rate);
  }

  private void blocked() {
    if (!writableDue) {
      writableDue = true;
      long time = kernel().after(wire().upBacklog(host) / 2);
      kernel().at(host, time, this, WRITABLE, 0);
    }
  }

  private void sendTo(Endpoint to, int block, long leaves) {
    int kind = kindOf(to);
    int plain = kind == IPV4 ? host.plainRoute(to) : -1;
    if (plain >= 0) {
      kernel().arena.note(block, to.port());
      kernel().outbox.add(host, sourceFor(IPV4), plain, block, leaves);
      return;
    }
    Member receiver = host.routeDatagram(to, kind);
    if (NatPath.isNeeded(host, receiver, to)) {
      NatPath path = NatPath.leave(IpProtocol.UDP, host, sourceFor(kind), to, kernel().now());
      if (path != null && !path.isRefused()) {
        launch(path.at(), path.from(), kind, path.to().port(), block, leaves);
        return;
      }
    } else if (receiver != null) {
      launch(receiver, sourceFor(kind), kind, to.port(), block, leaves);
      return;
    }
    kernel().arena.give(block);
  }

  private void launch(
      Member receiver, Endpoint source, int kind, int toPort, int block, long leaves) {
    Arena arena = kernel().arena;
    int packet = host.nextPacket();
    if (!wire().reaches(host, receiver) || wire().isLost(host, receiver, packet)) {
      arena.give(block);
      return;
    }
    arena.note(block, kind << KIND_SHIFT | toPort);
    int copy = wire().isDoubled(host, receiver, packet) ? arena.copy(block) : 0;
    long arrives = leaves + wire().delay(host, receiver, packet);
    kernel().sendDatagram(host, receiver, arrives, source, block);
    if (copy != 0) {
      long again = leaves + wire().delay(host, receiver, host.nextPacket());
      kernel().sendDatagram(host, receiver, again, source, copy);
    }
  }

  private static int kindOf(Endpoint to) {
    if (to.isLoopback() || to.isAnyLocal()) {
      return to.isIpv4() ? LOOPBACK4 : LOOPBACK6;
    }
    return to.isIpv4() ? IPV4 : IPV6;
  }

  /** The address that {@code to} sees us at. */
  @Override
  public Endpoint sourceFor(Endpoint to) {
    return sourceFor(kindOf(to));
  }

  private Endpoint sourceFor(int kind) {
    if (!openToAll) {
      return local;
    }
    return switch (kind) {
      case IPV4 -> source4 != null ? source4 : (source4 = host.ipv4().withPort(port));
      case IPV6 -> source6 != null ? source6 : (source6 = host.ipv6().withPort(port));
      case LOOPBACK4 -> LOCALHOST.withPort(port);
      default -> LOCALHOST6.withPort(port);
    };
  }

  // Receiving.

  /** The kind of address that the note on a block names. */
  static int kindOf(int note) {
    return note >>> KIND_SHIFT & 3;
  }

  static int portOf(int note) {
    return note & 0xffff;
  }

  /** Whether the datagram has come through the line of its receiver. */
  static boolean isThrough(int note) {
    return (note & IS_THROUGH) != 0;
  }

  static int through(int note) {
    return note | IS_THROUGH;
  }

  @Override
  public void onTimer(int code, long argument) {
    switch (code) {
      case BOUND -> tellBound();
      case CLOSED -> tellClosed(Reasons.of(argument));
      case WRITABLE -> tellWritable();
      default -> throw new IllegalStateException("no such event: " + code);
    }
  }

  /** Shows a datagram to the handler; the block stays the caller's. */
  @Override
  public void deliver(int sender, Endpoint from, int block) {
    if (!bound || ended) {
      return;
    }
    Kernel kernel = kernel();
    Arena arena = kernel.arena;
    int bytes = arena.length(block);
    long content = arena.hash(block, bytes);
    host.trace(kernel.now(), Kernel.DATAGRAM, sender, host.index(), content);
    try {
      handler.onDatagram(this, from, arena.view(block, bytes));
    } catch (Throwable thrown) {
      kernel.failed(host, thrown);
    } finally {
      if (kernel.poison) {
        arena.poison(block, bytes);
      }
    }
  }

  private void tellBound() {
    if (ended) {
      return;
    }
    bound = true;
    try {
      handler.onBound(this);
    } catch (Throwable thrown) {
      kernel().failed(host, thrown);
    }
  }

  private void tellClosed(Reason reason) {
    try {
      handler.onClosed(this, reason);
    } catch (Throwable thrown) {
      kernel().failed(host, thrown);
    }
  }

  private void tellWritable() {
    writableDue = false;
    if (ended) {
      return;
    }
    try {
      handler.onWritable(this);
    } catch (Throwable thrown) {
      kernel().failed(host, thrown);
    }
  }

  // Multicast.

  @Override
  public void join(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    if (ended) {
      return;
    }
    Memberships mine = memberships;
    if (mine == null) {
      mine = new Memberships(this, handler, host.lans());
      memberships = mine;
    }
    mine.join(group, onInterface, source, bound);
  }

  @Override
  public void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    if (memberships != null) {
      memberships.leave(group, onInterface, source);
    }
  }
}
