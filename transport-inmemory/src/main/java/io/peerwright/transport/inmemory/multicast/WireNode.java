package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.net.Endpoint;

/** A host or a router that speaks a protocol of multicast on a LAN. */
interface WireNode {

  /** The machine. */
  MulticastHost host();

  /** A message has come. */
  void hear(Endpoint from, Endpoint to, byte[] message);
}
