package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.kit.Bounds;

/**
 * How much a store in memory holds.
 *
 * @param maxPeers of each address family, 1..100,000,000
 * @param maxSwarms with peers of one family, 1..100,000,000
 * @param maxPeersPerSwarm of one family, 1..100,000,000
 * @param maxPeersPerAddress in all swarms, of one IPv4 address or one IPv6 network of 64 bits,
 *     1..65,535
 * @param silenceSeconds after which a peer is forgotten, at least 1
 */
public record StoreLimits(
    int maxPeers, int maxSwarms, int maxPeersPerSwarm, int maxPeersPerAddress, int silenceSeconds) {

  private static final int MOST = 100_000_000;
  private static final int FAMILIES = 2;

  /** A row of an IPv6 peer, its places in the index, in its swarm and in the count by address. */
  private static final int PEER_BYTES = 96;

  /** A swarm without its peers, and its places in the tables. */
  private static final int SWARM_BYTES = 192;

  /** Checks the ranges. */
  public StoreLimits {
    Bounds.check("maxPeers", maxPeers, 1, MOST);
    Bounds.check("maxSwarms", maxSwarms, 1, MOST);
    Bounds.check("maxPeersPerSwarm", maxPeersPerSwarm, 1, MOST);
    Bounds.check("maxPeersPerAddress", maxPeersPerAddress, 1, 65_535);
    Bounds.check("silenceSeconds", silenceSeconds, 1, MOST);
  }

  /**
   * The same limits, lowered so that all that they allow fits into so much memory, as estimated.
   * Two thirds are for peers, one for swarms. Each family has its half: who fills one does not fill
   * the other.
   */
  StoreLimits within(long bytes) {
    long each = bytes / FAMILIES;
    return new StoreLimits(
        atMost(maxPeers, each / 3 * 2 / PEER_BYTES),
        atMost(maxSwarms, each / 3 / SWARM_BYTES),
        maxPeersPerSwarm,
        maxPeersPerAddress,
        silenceSeconds);
  }

  private static int atMost(int limit, long fits) {
    return (int) Math.max(1, Math.min(limit, fits));
  }
}
