package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.kernel.KernelHost;

/** A host as multicast needs it. */
public interface MulticastHost extends KernelHost {

  /** The kernel that its events belong to. */
  Kernel kernel();

  /** Its loop. */
  Loop loop();

  /** Its address as {@code remote} sees it. */
  Endpoint sourceFor(Endpoint remote);

  /** The name that it was given, by which it is put on a LAN. */
  String name();

  /** The number of the next packet of this host; no two are the same. */
  int nextPacket();

  /** Whether packets to this address end here. */
  boolean owns(Endpoint address);

  /** Whether it is in a network of its own, behind a NAT box. */
  boolean isBehindNat();

  /** Whether both are in one network, behind the same NAT box or behind none. */
  boolean isBeside(MulticastHost other);
}
