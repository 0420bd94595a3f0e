package io.peerwright.overlay.bittorrent.bandwidth;

import io.peerwright.kit.limit.SharedRate;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;

/** The limits of one torrent, or of all. */
public record TorrentRates(SharedRate up, SharedRate down) {

  SharedRate of(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  /** Forgets those that wait, as the torrent is left. */
  void stop() {
    up.stop();
    down.stop();
  }
}
