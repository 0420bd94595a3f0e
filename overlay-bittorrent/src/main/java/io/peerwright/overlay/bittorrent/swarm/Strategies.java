package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.choking.ProportionalShare;
import io.peerwright.overlay.bittorrent.choking.SurplusCap;
import io.peerwright.overlay.bittorrent.choking.TitForTat;
import io.peerwright.overlay.bittorrent.choking.UnchokeAll;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector;
import io.peerwright.overlay.bittorrent.peers.Connectors;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import io.peerwright.overlay.bittorrent.pieces.Selectors;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.rates.RateLimits;

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

  private static final long SURPLUS = 100 * 1024;

  /** Those that a configuration names. */
  public static Strategies of(BitTorrentConfig config) {
    RateLimits limits = config.limits();
    return new Strategies(
        choker(config),
        selector(config),
        Connectors.CANONICAL,
        limits.equals(RateLimits.OFF) ? RateLimiter.NONE : limits);
  }

  /** Connecting as usual and without limits. */
  public Strategies(Choker choker, PieceSelector selector) {
    this(choker, selector, Connectors.CANONICAL, RateLimiter.NONE);
  }

  private static PieceSelector selector(BitTorrentConfig config) {
    return switch (config.order()) {
      case RAREST_FIRST -> Selectors.RAREST_FIRST;
      case RANDOM -> Selectors.RANDOM;
      case SEQUENTIAL -> Selectors.SEQUENTIAL;
    };
  }

  private static Choker choker(BitTorrentConfig config) {
    return switch (config.choking()) {
      case TIT_FOR_TAT -> new TitForTat(config.uploadSlots());
      case UNCHOKE_ALL -> new UnchokeAll();
      case PROPORTIONAL_SHARE -> new ProportionalShare(config.uploadSlots());
      case SURPLUS_CAP -> new SurplusCap(SURPLUS);
    };
  }
}
