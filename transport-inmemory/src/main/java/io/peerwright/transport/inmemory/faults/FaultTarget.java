package io.peerwright.transport.inmemory.faults;

import io.peerwright.api.Host;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A simulation as a plan of faults needs it. */
public interface FaultTarget {

  /** What can go wrong with its hosts. */
  Faults faults();

  /** Virtual time since the start. */
  Duration now();

  /** Runs an action when so much virtual time has passed since the start. */
  void schedule(Duration at, Runnable action);

  /** The latest host of a name; null if there was none. */
  @Nullable Host host(String name);

  /** Whether a host was neither closed nor has crashed. */
  boolean isUp(Host host);
}
