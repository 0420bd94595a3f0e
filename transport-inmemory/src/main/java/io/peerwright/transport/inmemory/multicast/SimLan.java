package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.lan.Lan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A LAN. */
final class SimLan implements Lan {

  /** Adds a host to the network, on a LAN. */
  interface HostAdder {
    Host add(SimLan lan, String name, @Nullable Endpoint listen, @Nullable Path directory);
  }

  private final HostAdder hosts;
  private final String name;
  private final long nanos;
  private final AtomicLong copies = new AtomicLong();

  SimLan(HostAdder hosts, String name, Duration latency) {
    if (latency.isNegative()) {
      throw new IllegalArgumentException(
          "the latency of " + name + " must be 0 or more, is " + latency);
    }
    this.hosts = hosts;
    this.name = name;
    this.nanos = latency.toNanos();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Host newHost(String host, @Nullable Endpoint listen, @Nullable Path directory) {
    return hosts.add(this, host, listen, directory);
  }

  @Override
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

  @Override
  public String toString() {
    return name;
  }
}
