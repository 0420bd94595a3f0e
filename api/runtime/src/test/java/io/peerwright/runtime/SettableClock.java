package io.peerwright.runtime;

import io.micrometer.core.instrument.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Shows the time that a test has set. */
record SettableClock(AtomicLong nanos) implements Clock {

  @Override
  public long wallTime() {
    return nanos.get() / 1_000_000;
  }

  @Override
  public long monotonicTime() {
    return nanos.get();
  }
}
