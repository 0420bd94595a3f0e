package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Source-specific IP multicast (IGMPv3, MLDv2; 232/8 and FF3x::/32): hears one sender of a group,
 * on one interface.
 *
 * <p>Shows a port that several programs of a host share, the choice of the interface by an own
 * address of the group's family, and a join that may fail. A socket hears whatever reaches its
 * port, so the filter is applied again where it matters.
 */
final class SourceFilteredGroup implements DatagramHandler {

  private static final int ROUTERS = 8;

  private final Endpoint group;
  private final Endpoint source;
  private final Endpoint onInterface;
  private final BiConsumer<Endpoint, ByteBuffer> messages;
  private final Consumer<Reason> failed;
  private final Datagrams socket;

  SourceFilteredGroup(
      Host host,
      Endpoint group,
      Endpoint source,
      BiConsumer<Endpoint, ByteBuffer> messages,
      Consumer<Reason> failed) {
    this.group = group;
    this.source = source;
    this.messages = messages;
    this.failed = failed;
    this.onInterface = ownAddress(host.transport(), group.isIpv4());
    SocketOptions options =
        SocketOptions.DEFAULT.withReuse().withMulticast(onInterface, ROUTERS, false);
    this.socket = host.transport().bind(anyLocal(group), options, this);
  }

  /** A socket bound to an own address would hear no group at all. */
  private static Endpoint anyLocal(Endpoint group) {
    return group.isIpv4() ? Endpoint.ofIpv4(0, group.port()) : new Endpoint(0, 0, group.port(), 0);
  }

  private static Endpoint ownAddress(Transport transport, boolean ipv4) {
    return transport.localAddresses().stream()
        .filter(address -> address.isIpv4() == ipv4 && !address.isLoopback())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no interface of the group's family is up"));
  }

  @Override
  public void onBound(Datagrams bound) {
    bound.join(group, onInterface, source);
  }

  @Override
  public void onMembership(
      Datagrams bound, Endpoint joined, @Nullable Endpoint from, @Nullable Reason failure) {
    if (failure != null) {
      failed.accept(failure);
    }
  }

  @Override
  public void onDatagram(Datagrams bound, Endpoint from, ByteBuffer data) {
    if (from.withPort(0).equals(source.withPort(0))) {
      messages.accept(from, data);
    }
  }

  /** Sends to all members; needs no membership. */
  SendResult send(ByteBuffer message) {
    return socket.send(group, message);
  }

  void leave() {
    socket.leave(group, onInterface, source);
    socket.close();
  }
}
