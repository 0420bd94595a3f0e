package io.peerwright.multicast.rendezvous;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a rendezvous server.
 *
 * @param listen where peers connect; null takes the host's address
 * @param lease how long a registration is good without being renewed
 * @param listed how many peers are named at a time at most
 * @param maxRegistrations in all groups together
 * @param registrationsPerAddress of one address, of IPv6 of one /64
 * @param maxAnnouncements groups that are announced at a time
 * @param maxLinks peers that are connected at a time
 * @param maxLinksPerAddress of one address, of IPv6 of one /64
 */
public record RendezvousConfig(
    @Nullable Endpoint listen,
    Duration lease,
    int listed,
    int maxRegistrations,
    int registrationsPerAddress,
    int maxAnnouncements,
    int maxLinks,
    int maxLinksPerAddress) {

  /** What holds where the configuration is silent. */
  public static final RendezvousConfig DEFAULT =
      new RendezvousConfig(
          null, Duration.ofSeconds(60), 20, 1_000_000, 256, 10_000, 1_000_000, 256);

  /** Checks the ranges. */
  public RendezvousConfig {
    Bounds.check("lease", lease, Duration.ofSeconds(1), Duration.ofDays(1));
    Bounds.check("listed", listed, 1, 255);
    Bounds.check("maxRegistrations", maxRegistrations, 1, 100_000_000);
    Bounds.check("registrationsPerAddress", registrationsPerAddress, 1, 65_534);
    Bounds.check("maxAnnouncements", maxAnnouncements, 0, 1_000_000);
    Bounds.check("maxLinks", maxLinks, 1, 10_000_000);
    Bounds.check("maxLinksPerAddress", maxLinksPerAddress, 1, 10_000_000);
  }

  /** This configuration, listening elsewhere. */
  public RendezvousConfig withListen(@Nullable Endpoint address) {
    return new RendezvousConfig(
        address,
        lease,
        listed,
        maxRegistrations,
        registrationsPerAddress,
        maxAnnouncements,
        maxLinks,
        maxLinksPerAddress);
  }

  /** This configuration with other bounds on registrations. */
  public RendezvousConfig withRegistrations(int most, int perAddress) {
    return new RendezvousConfig(
        listen, lease, listed, most, perAddress, maxAnnouncements, maxLinks, maxLinksPerAddress);
  }
}
