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
   * otherwise; the buffer belongs to the caller again when the call returns. That nobody is there,
   * or that an address leads nowhere, is no error and harms the socket nothing.
   */
  SendResult send(Endpoint to, ByteBuffer payload);

  /**
   * Joins a multicast group; {@link DatagramHandler#onMembership} tells the outcome, a failure if
   * it is no group. What is sent to the socket alone is heard as before. A group that was left may
   * be joined again.
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
