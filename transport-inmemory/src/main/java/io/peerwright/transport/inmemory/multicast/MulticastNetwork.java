package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The network below the LANs: who is there, and what becomes of a packet between two hosts. */
public interface MulticastNetwork {

  /** Adds a host. */
  Host newHost(String name, @Nullable Endpoint listen, @Nullable Path directory);

  /** The host of an address, on whatever port; null if there is none. */
  @Nullable MulticastHost hostAt(Endpoint address);

  /**
   * Checks that the network may be changed now.
   *
   * @throws IllegalStateException while several shards run side by side
   */
  void checkDisturbance();

  /** Whether a packet sent now would arrive. */
  boolean reaches(MulticastHost from, MulticastHost to);

  /** Whether the datagram of that number gets lost between the two. */
  boolean isLost(MulticastHost from, MulticastHost to, int packet);

  /** Nanoseconds that the datagram of that number is under way between the two. */
  long delay(MulticastHost from, MulticastHost to, int packet);
}
