package io.peerwright.runtime;

import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportProvider;

/**
 * Opens the network that a transport section asks for. The usual one asks the provider; a module
 * that binds another one can hand out a network that it has made itself, or put its own around.
 */
@FunctionalInterface
public interface NetworkFactory {

  /**
   * Called once for all peers whose transport sections are equal; the network is closed when the
   * last of them is gone. May take its time: it is called on the thread that starts a peer.
   *
   * @throws RuntimeException if the network cannot be opened; the message says why
   */
  <C extends Record> Network open(TransportProvider<C> provider, C config);
}
