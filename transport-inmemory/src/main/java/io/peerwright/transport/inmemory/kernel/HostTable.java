package io.peerwright.transport.inmemory.kernel;

import io.peerwright.transport.inmemory.calendar.Sites;

/** The hosts of a simulation by number. */
public interface HostTable extends Sites {

  /** The host of a number that was given out. */
  KernelHost at(int index);

  /** The shard of a host. */
  int shard(int index);

  /** What the chance of the packets of the host of a number follows from. */
  long identity(int index);
}
