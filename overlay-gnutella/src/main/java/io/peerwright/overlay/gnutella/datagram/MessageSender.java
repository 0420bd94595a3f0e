package io.peerwright.overlay.gnutella.datagram;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Message;

/** Sends messages as datagrams. */
@FunctionalInterface
public interface MessageSender {

  /**
   * Sends one.
   *
   * @return false if that cannot be now: it is lost, as any datagram may be
   */
  boolean send(Endpoint to, Guid guid, int ttl, int hops, Message message);
}
