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

  /** Checks the ranges. */
  public StoreLimits {
    Bounds.check("maxPeers", maxPeers, 1, MOST);
    Bounds.check("maxSwarms", maxSwarms, 1, MOST);
    Bounds.check("maxPeersPerSwarm", maxPeersPerSwarm, 1, MOST);
    Bounds.check("maxPeersPerAddress", maxPeersPerAddress, 1, 65_535);
    Bounds.check("silenceSeconds", silenceSeconds, 1, MOST);
  }
}
