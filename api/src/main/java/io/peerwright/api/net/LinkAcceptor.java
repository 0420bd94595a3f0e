package io.peerwright.api.net;

import io.peerwright.api.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a listening socket. Called on the loop, never re-entrant; what a method throws is
 * reported, costs the link at hand and nothing else.
 */
public interface LinkAcceptor {

  /**
   * The socket listens.
   *
   * @param local the bound address, with the real port
   */
  default void onListening(Endpoint local) {}

  /**
   * The socket can be reached from outside at another address than the bound one, such as that of a
   * port mapping: the one to tell others. Called again when it changes; never called by a transport
   * that knows no other address.
   */
  default void onReachable(Endpoint outside) {}

  /**
   * A remote side has connected.
   *
   * @return the link's handler, whose {@code onOpen} comes next; null cuts the link off at once,
   *     which the remote side sees as {@link Reason#RESET}
   */
  @Nullable LinkHandler onAccept(Link link);

  /**
   * The socket does not listen (any more). Once and last. Links it accepted live on.
   *
   * @param reason {@link Reason#CANCELLED} if its handle was closed
   */
  default void onClosed(Reason reason) {}
}
