package io.peerwright.multicast.ip;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.multicast.delivery.Membership;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is a member of groups of one port, on each of some interfaces.
 *
 * <p>Groups that must be told apart have sockets of their own: a datagram does not say which one it
 * was sent to.
 */
final class GroupSocket implements DatagramHandler, Handle {

  private final List<Endpoint> groups;
  private final List<Endpoint> interfaces;
  private final @Nullable Endpoint source;
  private final BiConsumer<Endpoint, ByteBuffer> messages;
  private final Consumer<@Nullable Reason> outcome;
  private final Datagrams socket;
  private int awaited;
  private boolean isMember;
  private boolean told;
  private boolean closed;

  /**
   * Binds it; its memberships follow.
   *
   * @param groups of one port
   * @param source the only one to hear, by its address, and by its port unless that is 0
   * @param outcome told once: null when it is a member of some group on some interface
   */
  GroupSocket(
      Transport transport,
      List<Endpoint> groups,
      List<Endpoint> interfaces,
      @Nullable Endpoint source,
      BiConsumer<Endpoint, ByteBuffer> messages,
      Consumer<@Nullable Reason> outcome) {
    this.groups = groups;
    this.interfaces = interfaces;
    this.source = source;
    this.messages = messages;
    this.outcome = outcome;
    Endpoint first = groups.get(0);
    Endpoint any = Interfaces.any(first.isIpv4(), first.port());
    socket = transport.bind(any, SocketOptions.DEFAULT.withReuse(), this);
  }

  @Override
  public void onBound(Datagrams bound) {
    awaited = groups.size() * interfaces.size();
    for (Endpoint group : groups) {
      for (Endpoint each : interfaces) {
        bound.join(group, Interfaces.onInterface(each), source);
      }
    }
  }

  @Override
  public void onMembership(
      Datagrams of, Endpoint group, @Nullable Endpoint only, @Nullable Reason failure) {
    awaited--;
    isMember |= failure == null;
    if (awaited == 0) {
      tell(isMember ? null : failure);
    }
  }

  private void tell(@Nullable Reason failure) {
    if (!told && !closed) {
      told = true;
      outcome.accept(failure);
    }
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    // The system looks at the address only, and not even at that on some systems.
    if (!closed && Membership.isFrom(from, source)) {
      messages.accept(from, data);
    }
  }

  @Override
  public void onClosed(Datagrams ended, Reason reason) {
    tell(reason);
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
