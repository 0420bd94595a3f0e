package io.peerwright.multicast.endhost;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import java.util.random.RandomGenerator;

/**
 * What all groups of a peer share.
 *
 * @param self where it listens, as others know it
 */
record PeerContext(
    Host host,
    EndHostConfig config,
    Counters counters,
    RandomGenerator random,
    Endpoint self,
    Alarm alarm) {

  /** The one timer of a peer. */
  interface Alarm {
    /** Lets all groups look what is due in so many nanoseconds, or earlier. */
    void within(long nanos);
  }

  long now() {
    return host.loop().nanoTime();
  }

  /** Whether two addresses are of one subnet: IPv4 /24, IPv6 /64. */
  static boolean sameSubnet(Endpoint one, Endpoint other) {
    return one.high() == other.high() && (one.high() != 0 || one.low() >>> 8 == other.low() >>> 8);
  }
}
