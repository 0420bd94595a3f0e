package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A subnet on which all hosts hear each other's multicast, or a line between multicast routers.
 * Made by {@link Lans}. For all else its hosts are in one internet with all others.
 */
public final class Lan {

  private final Simulation simulation;
  private final String name;
  private final long nanos;
  private final List<MulticastRouter> routers = new ArrayList<>();
  private final AtomicLong copies = new AtomicLong();

  Lan(Simulation simulation, String name, Duration latency) {
    if (latency.isNegative()) {
      throw new IllegalArgumentException(
          "the latency of " + name + " must be 0 or more, is " + latency);
    }
    this.simulation = simulation;
    this.name = name;
    this.nanos = latency.toNanos();
  }

  /** The name that it was given. */
  public String name() {
    return name;
  }

  /**
   * Adds a host, as {@link Simulation#newHost} does. A later host of its name is on this LAN too,
   * unless it is put on another one.
   */
  public Host newHost(String host, @Nullable Endpoint listen, @Nullable Path directory) {
    Host added = simulation.newHost(host, listen, directory);
    simulation.lans().put(host, this);
    return added;
  }

  /** Multicast datagrams that it has carried, one for each however many members hear it. */
  public long copies() {
    return copies.get();
  }

  void count() {
    copies.incrementAndGet();
  }

  /** What a datagram that a router puts on it takes more. */
  long nanos() {
    return nanos;
  }

  /** In the order in which they came. */
  List<MulticastRouter> routers() {
    return routers;
  }

  @Override
  public String toString() {
    return name;
  }
}
