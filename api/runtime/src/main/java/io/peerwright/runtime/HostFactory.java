package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.spi.Network;

/**
 * Takes a peer's place in a network: its host, and the loop that it lives on. The usual one asks
 * the network; a module that binds another one can choose the loop, or watch it.
 */
@FunctionalInterface
public interface HostFactory {

  /**
   * Called once for a peer, on the thread that starts it.
   *
   * @throws RuntimeException if the network does not take the peer; the message says why
   */
  Host newHost(Network network, PeerConfig config);
}
