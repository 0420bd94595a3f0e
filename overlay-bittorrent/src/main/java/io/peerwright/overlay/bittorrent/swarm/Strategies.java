package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector;
import io.peerwright.overlay.bittorrent.peers.Connectors;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;

/**
 * The choices of a peer.
 *
 * @param choker whom to serve
 * @param selector which piece to begin
 * @param connections whom to connect to
 * @param limiter how fast content may come and go
 */
public record Strategies(
    Choker choker, PieceSelector selector, ConnectionSelector connections, RateLimiter limiter) {

  /** Connecting as usual and without limits. */
  public Strategies(Choker choker, PieceSelector selector) {
    this(choker, selector, Connectors.CANONICAL, RateLimiter.NONE);
  }
}
