package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.chance.Mix;

/** A host, as far as all kinds of its sockets need to know it. */
interface SocketHost extends AddressSpace.Member {

  /** What lies between it and other hosts. */
  NetworkPath path();

  /** The chance of what happens to this host alone. */
  Mix chance();

  boolean isCrashed();
}
