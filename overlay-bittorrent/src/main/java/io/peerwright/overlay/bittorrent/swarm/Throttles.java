package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import org.jspecify.annotations.Nullable;

/** The limits of one peer, of one torrent, or of all. */
final class Throttles {

  private final Throttle up = new Throttle();
  private final Throttle down = new Throttle();

  /** These, or new ones where there are none yet. */
  static Throttles known(@Nullable Throttles throttles) {
    return throttles != null ? throttles : new Throttles();
  }

  Throttle of(Direction direction) {
    return direction == Direction.UP ? up : down;
  }
}
