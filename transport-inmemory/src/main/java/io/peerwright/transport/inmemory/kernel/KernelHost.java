package io.peerwright.transport.inmemory.kernel;

/** A host as the kernel of its shard knows it. */
public interface KernelHost {

  /** Its number, which tells it from all other hosts of the simulation. */
  int index();

  /** The number of the shard that its events belong to. */
  int shard();

  /** The order of the next event that this host causes, among all of one instant. */
  long nextKey();

  /** False once it is closed or has crashed: its own events are dropped then. */
  boolean isOpen();

  /** Adds a line to the trace of what happens at this host. */
  void trace(long now, int kind, int from, int to, long content);
}
