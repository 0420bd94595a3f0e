package io.peerwright.overlay.bittorrent.tracker;

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

  /** Checks the ranges. */
  public StoreLimits {
    within("maxPeers", maxPeers, MOST);
    within("maxSwarms", maxSwarms, MOST);
    within("maxPeersPerSwarm", maxPeersPerSwarm, MOST);
    within("maxPeersPerAddress", maxPeersPerAddress, 65_535);
    within("silenceSeconds", silenceSeconds, MOST);
  }

  private static void within(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be within 1.." + max + ", is " + value);
    }
  }
}
