package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.kernel.HostTable;
import io.peerwright.transport.inmemory.kernel.Kernel;

/** The kernel of a shard of hosts, which sends simple datagrams many at once. */
abstract class HostKernel extends Kernel {

  final Outbox outbox;

  HostKernel(int shard, HostTable hosts, InMemoryConfig config) {
    super(shard, config.shards(), hosts, config.poisonBuffers(), config.hostByHost());
    outbox = new Outbox(this, hosts);
  }

  @Override
  protected final boolean holdsBack() {
    return !outbox.isEmpty();
  }

  @Override
  protected final void flush() {
    outbox.flush();
  }
}
