package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;

/** A datagram socket as multicast needs it. */
public interface MulticastSocket extends Datagrams {

  /** The host that it belongs to. */
  MulticastHost host();

  /** Whether it hears nothing more. */
  boolean hasEnded();

  /** The address that {@code to} sees it at. */
  Endpoint sourceFor(Endpoint to);

  /**
   * Shows a datagram to its handler; the block stays the caller's.
   *
   * @param sender number of the host that sent it
   */
  void deliver(int sender, Endpoint from, int block);
}
