package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.topology.RouterSite;

/** A host, as far as what lies between it and others needs to know it. */
interface PathEnd extends PacketSender, RouterSite {

  /** The kernel that its events belong to. */
  Kernel kernel();

  /** It has crashed, and no other host answers in its place. */
  boolean isGone();

  /** How late it handles what happens to it. */
  long lateNanos();

  /** Whether both have their addresses of one address space. */
  boolean isNear(PathEnd other);

  /** Where it is in the outermost network: the outermost box before it, or itself. */
  PathEnd site();

  /** The line of its machine, which it may share with other hosts. */
  Line line();
}
