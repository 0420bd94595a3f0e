package io.peerwright.api.net;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;

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
   * @param data borrowed: read-only, big-endian, valid during the call only
   */
  void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data);

  /** There is room again after {@link SendResult#WOULD_BLOCK}. Once per such transition. */
  default void onWritable(Datagrams socket) {}

  /** A join took effect, or failed. */
  default void onMembership(Datagrams socket, Endpoint group, boolean joined) {}

  /** The socket could not be bound, or is closed. Once and last. */
  default void onClosed(Datagrams socket, Reason reason) {}
}
