package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import org.jspecify.annotations.Nullable;

/** A host, as far as its transport needs to know it. */
interface TransportHost extends SimLink.Owner, SimListener.Owner, SimDatagrams.Owner {

  /** The sockets of its machine. */
  Stack stack();

  boolean onLoopback();

  Endpoint listenAddress();

  /** The address that packets to {@code remote} come from. */
  Endpoint sourceFor(Endpoint remote);

  /** The host that a stream to this address goes to; null if there is none. */
  AddressSpace.@Nullable Member route(Endpoint to);

  /** The latest host of a name; null if there is none. */
  AddressSpace.@Nullable Member named(String name);

  /** The host of a number that was given out. */
  TransportHost at(int index);
}
