package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket's membership of a multicast group, of all sources or of one. */
public final class Membership {

  private final MulticastSocket socket;
  private final Endpoint group;
  private final @Nullable Endpoint onInterface;
  private final @Nullable Endpoint source;
  private boolean ended;

  Membership(
      MulticastSocket socket,
      Endpoint group,
      @Nullable Endpoint onInterface,
      @Nullable Endpoint source) {
    this.socket = socket;
    this.group = group.withPort(0);
    this.onInterface = onInterface;
    this.source = source == null ? null : source.withPort(0);
  }

  MulticastSocket socket() {
    return socket;
  }

  Endpoint group() {
    return group;
  }

  /** The only sender that it hears; null for all. */
  @Nullable Endpoint source() {
    return source;
  }

  /** Whether it is on one interface or for one source only. */
  boolean isParticular() {
    return onInterface != null || source != null;
  }

  boolean isFor(Endpoint itsGroup, @Nullable Endpoint itsInterface, @Nullable Endpoint itsSource) {
    return group.equals(itsGroup.withPort(0))
        && Objects.equals(onInterface, itsInterface)
        && Objects.equals(source, itsSource == null ? null : itsSource.withPort(0));
  }

  /** Whether the socket wants what {@code from} sends to the group's {@code port}. */
  boolean hears(Endpoint from, int port) {
    Endpoint local = socket.local();
    return local.port() == port && (local.isAnyLocal() || sameAddress(local, group)) && wants(from);
  }

  /** Whether its group's datagrams from there are wanted, which is what routers go by. */
  boolean wants(Endpoint from) {
    return source == null || sameAddress(source, from);
  }

  /** What is under way is not for it any more. */
  void end() {
    ended = true;
  }

  /** A copy of a datagram on its way to this member. */
  TimerTarget delivery(MulticastHost sender, Endpoint from) {
    return (code, argument) -> arrive(sender, from, (int) argument);
  }

  private void arrive(MulticastHost sender, Endpoint from, int block) {
    if (!ended) {
      socket.deliver(sender.index(), from, block);
    }
    socket.host().kernel().arena.give(block);
  }

  private static boolean sameAddress(Endpoint one, Endpoint other) {
    return one.high() == other.high() && one.low() == other.low();
  }
}
