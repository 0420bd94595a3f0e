package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.kernel.HostTable;
import org.jspecify.annotations.Nullable;

/** All hosts, as one of them finds the others. */
interface HostLookup extends HostTable {

  @Override
  TransportHost at(int index);

  /** The latest host of a name; null if there is none. */
  AddressSpace.@Nullable Member named(String name);

  /** The host that a stream to this address goes to; null if there is none. */
  AddressSpace.@Nullable Member route(TransportHost from, Endpoint to);

  /** The host that a datagram to this address goes to, in the same manner. */
  AddressSpace.@Nullable Member routeDatagram(TransportHost from, Endpoint to, int kind);

  /**
   * The number of the ordinary host that a datagram of an ordinary one goes to; -1 if there may be
   * more to one of them, or both are the same.
   */
  int ordinaryRoute(int from, Endpoint to);

  /** A host is closed, slow, a NAT box: more is to be known than its identity. */
  void makeSpecial(int index);
}
