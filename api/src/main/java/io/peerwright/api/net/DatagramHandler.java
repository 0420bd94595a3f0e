package io.peerwright.api.net;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a {@link Datagrams} socket. Called on the loop, never re-entrant; what a method
 * throws is reported and the socket goes on, for a datagram comes from anybody.
 */
public interface DatagramHandler {

  /** The socket is bound and can send. */
  default void onBound(Datagrams socket) {}

  /**
   * One whole datagram arrived.
   *
   * @param data borrowed: read-only, big-endian, valid during the call only; its position, limit
   *     and byte order may be changed
   */
  void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data);

  /** There is room again after {@link SendResult#WOULD_BLOCK}. Once per such transition. */
  default void onWritable(Datagrams socket) {}

  /**
   * A join took effect, or failed. Once for each {@link Datagrams#join}.
   *
   * @param source as in the join; null if it was for any source
   * @param failure why the group was not joined; null if it was
   */
  default void onMembership(
      Datagrams socket, Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {}

  /**
   * The socket can be reached from outside at another address than {@link Datagrams#local()}: the
   * one to tell others. Called again when it changes; never called by a transport that knows no
   * other address.
   */
  default void onReachable(Datagrams socket, Endpoint outside) {}

  /** The socket could not be bound, or is closed. Once and last. */
  default void onClosed(Datagrams socket, Reason reason) {}
}
