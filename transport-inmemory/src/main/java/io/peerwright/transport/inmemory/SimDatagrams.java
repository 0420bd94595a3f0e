package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket. A datagram under way is an event of the sending socket, whose address the
 * receiver is shown without a new object; where it goes stands in the header of its block.
 */
final class SimDatagrams implements Datagrams, TimerTarget {

  private static final int BOUND = 0;
  private static final int CLOSED = 1;
  private static final int ARRIVED = 2;
  private static final int RECEIVED = 3;
  private static final int WRITABLE = 4;

  /** Words of a block's header: the number of the receiving host, and which of its addresses. */
  private static final int TO_HOST = 3;

  private static final int TO_PORT = 4;
  private static final int TO_KIND = 5;
  private static final int IPV4 = 0;
  private static final int IPV6 = 1;
  private static final int LOOPBACK4 = 2;
  private static final int LOOPBACK6 = 3;

  private final SimHost host;
  private final Endpoint local;
  private final SocketOptions options;
  private final DatagramHandler handler;
  private final List<Membership> memberships = new ArrayList<>(0);
  private @Nullable Endpoint source4;
  private @Nullable Endpoint source6;
  private boolean bound;
  private boolean ended;
  private boolean writableDue;

  SimDatagrams(SimHost host, Endpoint local, SocketOptions options, DatagramHandler handler) {
    this.host = host;
    this.local = local;
    this.options = options;
    this.handler = handler;
  }

  SimHost host() {
    return host;
  }

  boolean isShared() {
    return options.reuse();
  }

  private Kernel kernel() {
    return host.simulation().kernel();
  }

  private Wire wire() {
    return host.simulation().wire();
  }

  /** Takes its place among the sockets and is bound from the next event on. */
  void start() {
    host.stack().add(this);
    kernel().at(kernel().now(), this, BOUND, 0);
  }

  /** Ends, or never starts. */
  void end(Reason reason) {
    if (!ended) {
      vanish();
      kernel().at(kernel().now(), this, CLOSED, reason.ordinal());
    }
  }

  void vanish() {
    ended = true;
    host.stack().remove(this);
    for (Membership membership : memberships) {
      host.simulation().lan().leave(membership);
    }
    memberships.clear();
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }

  @Override
  public Endpoint local() {
    return local;
  }

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
    kernel().arena.fill(block, payload);
    long leaves = wire().leave(host, bytes);
    if (to.isMulticast()) {
      host.simulation().lan().send(this, to, options, block, leaves);
    } else {
      sendTo(to, block, leaves);
    }
    return SendResult.ACCEPTED;
  }

  private boolean isFull() {
    long rate = host.model().bandwidthUpBytesPerSecond();
    return rate > 0 && wire().upBacklog(host) > Wire.queueNanos(host.model(), rate);
  }

  private void blocked() {
    if (!writableDue) {
      writableDue = true;
      kernel().at(kernel().after(wire().upBacklog(host) / 2), this, WRITABLE, 0);
    }
  }

  private void sendTo(Endpoint to, int block, long leaves) {
    Arena arena = kernel().arena;
    SimHost receiver = host.simulation().hosts().routeDatagram(host, to);
    if (receiver == null || !wire().reaches(host, receiver) || isLost(receiver)) {
      arena.give(block);
      return;
    }
    arena.put(block, TO_HOST, receiver.index());
    arena.put(block, TO_PORT, to.port());
    arena.put(block, TO_KIND, kindOf(to));
    if (happens(receiver, host.model().duplicatePpm())) {
      kernel().at(leaves + delay(receiver), this, ARRIVED, arena.copy(block));
    }
    kernel().at(leaves + delay(receiver), this, ARRIVED, block);
  }

  private static int kindOf(Endpoint to) {
    if (to.isLoopback() || to.isAnyLocal()) {
      return to.isIpv4() ? LOOPBACK4 : LOOPBACK6;
    }
    return to.isIpv4() ? IPV4 : IPV6;
  }

  /** Whether a datagram of ours to {@code receiver} gets lost. */
  boolean isLost(SimHost receiver) {
    return happens(receiver, host.model().lossPpm());
  }

  private boolean happens(SimHost receiver, int perMillion) {
    return perMillion > 0
        && receiver != host
        && Mix.scale(host.chance().nextLong(), 1_000_000) < perMillion;
  }

  /** How long the next datagram to {@code receiver} is under way. */
  long delay(SimHost receiver) {
    long latency = wire().latency(host, receiver);
    return happens(receiver, host.model().reorderPpm())
        ? latency + Mix.scale(host.chance().nextLong(), latency + 1)
        : latency;
  }

  /** The address that {@code to} sees us at. */
  Endpoint sourceFor(Endpoint to) {
    if (!local.isAnyLocal()) {
      return local;
    }
    if (to.isLoopback()) {
      return host.sourceFor(to).withPort(local.port());
    }
    return to.isIpv4() ? source4() : source6();
  }

  private Endpoint source4() {
    Endpoint known = source4;
    if (known == null) {
      known = host.ipv4().withPort(local.port());
      source4 = known;
    }
    return known;
  }

  private Endpoint source6() {
    Endpoint known = source6;
    if (known == null) {
      known = host.ipv6().withPort(local.port());
      source6 = known;
    }
    return known;
  }

  @Override
  public void onTimer(int code, long argument) {
    switch (code) {
      case BOUND -> tellBound();
      case CLOSED -> tellClosed(Reasons.of(argument));
      case ARRIVED -> arrive((int) argument);
      case RECEIVED -> receive((int) argument);
      case WRITABLE -> tellWritable();
      default -> throw new IllegalStateException("no such event: " + code);
    }
  }

  private void arrive(int block) {
    Arena arena = kernel().arena;
    SimHost receiver = host.simulation().hosts().at(arena.get(block, TO_HOST));
    if (!receiver.isOpen()) {
      arena.give(block);
    } else if (!Wire.isDownLimited(receiver)) {
      receive(block);
    } else if (wire().isDownFull(receiver)) {
      arena.give(block);
    } else {
      kernel().at(wire().enter(receiver, arena.length(block)), this, RECEIVED, block);
    }
  }

  private void receive(int block) {
    Arena arena = kernel().arena;
    SimHost receiver = host.simulation().hosts().at(arena.get(block, TO_HOST));
    Endpoint at = address(receiver, arena.get(block, TO_KIND), arena.get(block, TO_PORT));
    SimDatagrams socket = receiver.isOpen() ? receiver.stack().datagrams(at) : null;
    if (socket != null) {
      socket.deliver(this, sourceFor(at), block);
    }
    arena.give(block);
  }

  private static Endpoint address(SimHost receiver, int kind, int port) {
    return switch (kind) {
      case IPV4 -> receiver.ipv4().withPort(port);
      case IPV6 -> receiver.ipv6().withPort(port);
      case LOOPBACK4 -> Endpoint.ofIpv4(0x7f00_0001, port);
      default -> new Endpoint(0, 1, port, 0);
    };
  }

  /** Shows a datagram to the handler; the block stays the caller's. */
  void deliver(SimDatagrams sender, Endpoint from, int block) {
    if (!bound || ended) {
      return;
    }
    Arena arena = kernel().arena;
    int bytes = arena.length(block);
    kernel().trace(Kernel.DATAGRAM, sender.host.index(), host.index(), arena.hash(block, bytes));
    try {
      handler.onDatagram(this, from, arena.view(block, bytes));
    } catch (Throwable thrown) {
      kernel().failed(host, thrown);
    } finally {
      if (kernel().poison) {
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
    Membership membership = new Membership(this, group, onInterface, source);
    boolean possible =
        group.isMulticast() && (onInterface == null || host.owns(onInterface)) && bound;
    Membership known = find(group, onInterface, source);
    if (possible && known == null) {
      memberships.add(membership);
      host.simulation().lan().join(membership);
    }
    Reason failure = possible ? null : Reason.NOT_PERMITTED;
    kernel().timer(host, 0, (Runnable) () -> tellJoined(group, source, failure), 0, 0);
  }

  private void tellJoined(Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {
    if (!ended) {
      handler.onMembership(this, group, source, failure);
    }
  }

  @Override
  public void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    Membership known = find(group, onInterface, source);
    if (known != null) {
      memberships.remove(known);
      host.simulation().lan().leave(known);
    }
  }

  private @Nullable Membership find(
      Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    for (Membership membership : memberships) {
      if (membership.isFor(group, onInterface, source)) {
        return membership;
      }
    }
    return null;
  }

  boolean isMember(Membership membership) {
    return memberships.contains(membership);
  }
}
