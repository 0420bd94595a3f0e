package io.peerwright.transport.inmemory.disk;

import java.util.function.LongSupplier;

/** What the files of a disk are dated by: the wall clock of its host, in milliseconds. */
final class DiskClock {

  private volatile LongSupplier host;
  private volatile long frozenMillis = -1;

  DiskClock(LongSupplier host) {
    this.host = host;
  }

  /** The disk is that of another host from now on. */
  void follow(LongSupplier other) {
    host = other;
  }

  long millis() {
    long frozen = frozenMillis;
    return frozen >= 0 ? frozen : host.getAsLong();
  }

  /** Lets files that are written to have a time of before; until -1 is given. */
  void freeze(long millis) {
    frozenMillis = millis;
  }
}
