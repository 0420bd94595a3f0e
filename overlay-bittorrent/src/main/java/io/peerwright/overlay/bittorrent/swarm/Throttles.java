package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;

/** The limits of one peer, of one torrent, or of all. */
final class Throttles {

  private final Throttle up = new Throttle();
  private final Throttle down = new Throttle();

  Throttle of(Direction direction) {
    return direction == Direction.UP ? up : down;
  }
}
