package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.disk.Disks;
import io.peerwright.transport.inmemory.kernel.Workers;
import io.peerwright.transport.inmemory.multicast.SimLans;
import org.jspecify.annotations.Nullable;

/** What a host shares with all others of its simulation. */
interface HostNetwork {

  InMemoryConfig config();

  HostLookup hosts();

  NetworkPath path();

  SimLans lans();

  Disks disks();

  /** The machine of all hosts with a loopback address. */
  Stack sharedStack();

  /** Who hears the trace; null if nobody does. */
  @Nullable Tracer tracer();

  /** Where heavy work goes; null if it is done in place. */
  @Nullable Workers workers();
}
