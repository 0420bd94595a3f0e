package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.disk.Disks;
import io.peerwright.transport.inmemory.kernel.Workers;
import io.peerwright.transport.inmemory.multicast.SimLans;
import org.jspecify.annotations.Nullable;

/**
 * What a host shares with all others of its simulation. A class, as a host looks into it at each
 * packet.
 */
abstract class HostNetwork {

  final InMemoryConfig config;
  final NetworkPath path;
  final Disks disks;

  /** The machine of all hosts with a loopback address. */
  final Stack sharedStack = new Stack(0);

  /** Who hears the trace; null if nobody does. */
  @Nullable Tracer tracer;

  /** Where heavy work goes; null if it is done in place. */
  @Nullable Workers workers;

  HostNetwork(InMemoryConfig config, NetworkPath path) {
    this.config = config;
    this.path = path;
    this.disks = new Disks(config.diskBytes());
  }

  abstract HostLookup hosts();

  abstract SimLans lans();
}
