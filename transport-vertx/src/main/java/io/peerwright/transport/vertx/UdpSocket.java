package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket.
 *
 * <p>It receives up to {@link #READS_PER_EVENT} datagrams each time the selector reports it, into
 * the one buffer of its event loop, and hands what is sent straight to the system, whose queue is
 * the only one.
 */
final class UdpSocket extends SocketHandle<DatagramChannel> implements Datagrams {

  /** 65,535 less the headers of IPv4 and UDP. */
  static final int MAX_PAYLOAD_BYTES = 65_507;

  private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

  private static final int READS_PER_EVENT = 64;

  /** The arguments of a join. */
  private record Membership(
      Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {}

  private final SocketOptions options;
  private final DatagramHandler handler;
  private Endpoint local;
  private boolean bound;
  private boolean closed;
  private boolean blocked;

  /** Groups are reached on this host only, and it must not hear us. */
  private boolean groupsHearNothing;

  private @Nullable Map<Membership, MembershipKey> memberships;

  UdpSocket(HostSockets host, Endpoint local, SocketOptions options, DatagramHandler handler) {
    super(host);
    this.local = local;
    this.options = options;
    this.handler = handler;
  }

  // ---- opening

  /** Opens the socket in an event of its own. */
  void bind(int queueBytes) {
    host.add(this);
    reactor.postAfterSelect(() -> open(queueBytes));
  }

  private void open(int queueBytes) {
    if (closed) {
      return;
    }
    if (host.isClosed()) {
      end(Reason.SHUTDOWN);
      return;
    }
    try {
      adopt(DatagramChannel.open(Sockets.family(local)));
      configure(queueBytes);
      channel().bind(local.toSocketAddress());
      register();
      local = Sockets.endpoint((InetSocketAddress) channel().getLocalAddress());
    } catch (IOException | RuntimeException e) {
      LOG.info("{} cannot bind {}: {}", host.name(), local, e.toString());
      end(Reasons.ofBind(e));
      return;
    }
    bound = true;
    addInterest(SelectionKey.OP_READ);
    handler.onBound(this);
  }

  private void configure(int queueBytes) throws IOException {
    DatagramChannel channel = channel();
    // Not SO_REUSEPORT: with it Linux 6.18 hands what is sent to a group with one member to any
    // socket of the port, member or not, as if it chose among servers.
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuse());
    if (queueBytes > 0) {
      Sockets.tryOption(channel, StandardSocketOptions.SO_RCVBUF, queueBytes);
      Sockets.tryOption(channel, StandardSocketOptions.SO_SNDBUF, queueBytes);
    }
    channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, options.multicastTtl());
    channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, options.multicastLoopback());
    if (options.multicastInterface() != null) {
      channel.setOption(
          StandardSocketOptions.IP_MULTICAST_IF, Interfaces.of(options.multicastInterface()));
      // The loopback interface itself brings everything back, whatever the option says.
      groupsHearNothing = !options.multicastLoopback() && options.multicastInterface().isLoopback();
    }
  }

  // ---- events

  @Override
  void onReady(int operations) {
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      dropInterest(SelectionKey.OP_WRITE);
      if (blocked) {
        blocked = false;
        tellWritable();
      }
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      receive();
    }
  }

  private void tellWritable() {
    try {
      handler.onWritable(this);
    } catch (Throwable t) {
      reactor.report("The handler of " + this, t);
    }
  }

  private void receive() {
    try {
      for (int i = 0; i < READS_PER_EVENT && !closed; i++) {
        ByteBuffer buffer = reactor.readBuffer(Integer.MAX_VALUE);
        InetSocketAddress from = (InetSocketAddress) channel().receive(buffer);
        if (from == null) {
          return;
        }
        deliver(reactor.addresses().endpoint(from), reactor.readView(buffer.position()));
      }
    } catch (IOException e) {
      LOG.warn("{} cannot receive at {}: {}", host.name(), local, e.toString());
      end(Reason.FAILED);
    }
  }

  private void deliver(Endpoint from, ByteBuffer data) {
    try {
      handler.onDatagram(this, from, data);
    } catch (Throwable t) {
      reactor.report("The handler of " + this, t);
    }
  }

  // ---- sending

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    reactor.checkCurrent();
    if (!bound || closed) {
      return SendResult.CLOSED;
    }
    int bytes = payload.remaining();
    if (bytes > MAX_PAYLOAD_BYTES) {
      return SendResult.TOO_LARGE;
    }
    if (blocked) {
      return SendResult.WOULD_BLOCK;
    }
    int position = payload.position();
    if (groupsHearNothing && to.isMulticast()) {
      payload.position(position + bytes);
      return SendResult.ACCEPTED;
    }
    try {
      if (channel().send(payload, reactor.addresses().socketAddress(to)) == 0 && bytes > 0) {
        blocked = true;
        addInterest(SelectionKey.OP_WRITE);
        return SendResult.WOULD_BLOCK;
      }
    } catch (IOException | RuntimeException e) {
      // No route, a firewall, another family: the network loses datagrams in many ways.
      LOG.debug("{} lost a datagram to {}", host.name(), to, e);
      payload.position(position + bytes);
    }
    return SendResult.ACCEPTED;
  }

  // ---- groups

  @Override
  public void join(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    reactor.checkCurrent();
    Membership membership = new Membership(group, onInterface, source);
    if (bound) {
      Reason failure = joinNow(membership);
      reactor.post(() -> tellMembership(membership, failure));
    } else {
      reactor.postAfterSelect(() -> tellMembership(membership, joinNow(membership)));
    }
  }

  private @Nullable Reason joinNow(Membership membership) {
    if (closed) {
      return Reason.CANCELLED;
    }
    try {
      if (memberships == null) {
        memberships = new HashMap<>();
      }
      memberships.put(membership, open(membership));
      return null;
    } catch (IOException | RuntimeException e) {
      LOG.info("{} cannot join {}: {}", host.name(), membership, e.toString());
      return Reasons.ofBind(e);
    }
  }

  private void tellMembership(Membership membership, @Nullable Reason failure) {
    if (!closed) {
      handler.onMembership(this, membership.group(), membership.source(), failure);
    }
  }

  private MembershipKey open(Membership membership) throws IOException {
    Endpoint group = membership.group();
    NetworkInterface via =
        membership.onInterface() == null
            ? Interfaces.towards(group)
            : Interfaces.of(membership.onInterface());
    var address = group.toSocketAddress().getAddress();
    return membership.source() == null
        ? channel().join(address, via)
        : channel().join(address, via, membership.source().toSocketAddress().getAddress());
  }

  @Override
  public void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    reactor.checkCurrent();
    Membership membership = new Membership(group, onInterface, source);
    if (bound) {
      leaveNow(membership);
    } else {
      reactor.postAfterSelect(() -> leaveNow(membership));
    }
  }

  private void leaveNow(Membership membership) {
    MembershipKey key = memberships == null ? null : memberships.remove(membership);
    if (key != null) {
      key.drop();
    }
  }

  // ---- ending

  @Override
  public void close() {
    reactor.checkCurrent();
    end(Reason.CANCELLED);
  }

  @Override
  public void end(Reason reason) {
    if (!closed) {
      closed = true;
      closeChannel();
      host.remove(this);
      reactor.postAfterSelect(() -> handler.onClosed(this, reason));
    }
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public String toString() {
    return "datagram socket of " + host.name() + " at " + local;
  }
}
