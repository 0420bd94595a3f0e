package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.lan.Lan;
import io.peerwright.transport.inmemory.lan.LanWatcher;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final int number;
  private final AtomicLong copies = new AtomicLong();

  private final List<LanWatcher> watchers = new ArrayList<>();
  private long controlMessages;
  private long controlBytes;

  SimLan(HostAdder hosts, int number, String name, Duration latency) {
    if (latency.isNegative()) {
      throw new IllegalArgumentException(
          "the latency of " + name + " must be 0 or more, is " + latency);
    }
    this.hosts = hosts;
    this.number = number;
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

  @Override
  public long controlMessages() {
    return controlMessages;
  }

  @Override
  public long controlBytes() {
    return controlBytes;
  }

  @Override
  public void watch(LanWatcher watcher) {
    watchers.add(watcher);
  }

  void count() {
    copies.incrementAndGet();
  }

  void countControl(Endpoint from, Endpoint to, byte[] message) {
    controlMessages++;
    controlBytes += message.length;
    watchers.forEach(each -> each.onMessage(from, to, ByteBuffer.wrap(message).asReadOnlyBuffer()));
  }

  /** By which routers name it to each other. */
  int number() {
    return number;
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
