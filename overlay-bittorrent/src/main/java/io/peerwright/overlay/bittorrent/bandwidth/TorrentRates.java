package io.peerwright.overlay.bittorrent.bandwidth;

import io.peerwright.kit.limit.SharedRate;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;

/** The limits of one torrent, or of all. */
public record TorrentRates(SharedRate up, SharedRate down) {

  SharedRate of(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  /** Nobody waits for them any more. */
  void stop() {
    up.stop();
    down.stop();
  }
}
