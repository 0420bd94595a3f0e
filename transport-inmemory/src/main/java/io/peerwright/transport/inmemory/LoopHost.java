package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.disk.Disk;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.kernel.KernelHost;
import io.peerwright.transport.inmemory.kernel.Workers;
import org.jspecify.annotations.Nullable;

/** A host, as far as its loop needs to know it. */
interface LoopHost extends KernelHost {

  /** The kernel that its events belong to. */
  Kernel kernel();

  /** By how much its timers are late. */
  long lateNanos();

  /** What its wall clock shows when virtual time begins. */
  long epochMillis();

  /** The seed of the next stream of chance for a purpose. */
  long seedFor(String purpose);

  /** The seed of the next chance for keys. */
  long seedForKeys();

  /** Its disk in memory, if it has one already. */
  @Nullable Disk disk();

  /** Where heavy work goes; null if it is done in place. */
  @Nullable Workers workers();
}
