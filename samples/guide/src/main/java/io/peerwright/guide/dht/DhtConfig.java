package io.peerwright.guide.dht;

import io.peerwright.api.net.HostPort;
import io.peerwright.kit.Bounds;
import java.time.Duration;
import java.util.List;

/**
 * How a peer of the table is.
 *
 * @param port where it listens, 0 for that of its host
 * @param bootstrap peers that are asked first
 * @param lifetime how long data is kept
 */
public record DhtConfig(int port, List<HostPort> bootstrap, Duration lifetime) {

  /** Checks the ranges. */
  public DhtConfig {
    Bounds.check("port", port, 0, 65_535);
    Bounds.check("lifetime", lifetime, Duration.ofMinutes(1), Duration.ofDays(7));
    bootstrap = List.copyOf(bootstrap);
  }
}
