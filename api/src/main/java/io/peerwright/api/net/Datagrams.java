package io.peerwright.api.net;

import io.peerwright.api.Handle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A datagram socket, such as UDP. Used on its loop only; {@code close} ends it. */
public interface Datagrams extends Handle {

  /** The bound address, with the real port once {@link DatagramHandler#onBound} has been called. */
  Endpoint local();

  /**
   * Sends one datagram. The buffer's position moves to its limit if it is accepted, and not at all
   * otherwise; the buffer belongs to the caller again when the call returns.
   */
  SendResult send(Endpoint to, ByteBuffer payload);

  /**
   * Joins a multicast group; {@link DatagramHandler#onMembership} tells the outcome.
   *
   * <p>Bind the socket to the any-local address and the port of the group: one that is bound to an
   * own address hears no group. A datagram does not say which group it was sent to, so groups that
   * must be told apart need ports of their own.
   *
   * @param onInterface an own address on the interface to join on; null leaves it to the system
   * @param source the only source to hear (source-specific multicast); null for any
   */
  void join(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source);

  /** Leaves a group that was joined with the same arguments. No callback follows. */
  void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source);
}
