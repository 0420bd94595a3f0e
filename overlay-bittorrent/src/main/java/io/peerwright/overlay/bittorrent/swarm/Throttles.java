package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import org.jspecify.annotations.Nullable;

/** The throttles of a peer or a web seed, made when they are used. */
final class Throttles {

  private final Torrent torrent;
  private final @Nullable PeerLink peer;
  private final Runnable goOn;
  private @Nullable Throttle up;
  private @Nullable Throttle down;

  /**
   * Throttles.
   *
   * @param peer null for a web seed
   * @param goOn called in a turn, when there may be room again for what was waited for
   */
  Throttles(Torrent torrent, @Nullable PeerLink peer, Runnable goOn) {
    this.torrent = torrent;
    this.peer = peer;
    this.goOn = goOn;
  }

  /** These, or new ones where there are none yet. */
  static Throttles known(@Nullable Throttles throttles, PeerLink peer) {
    return throttles != null ? throttles : new Throttles(peer.torrent(), peer, peer::goOn);
  }

  Torrent torrent() {
    return torrent;
  }

  @Nullable PeerLink peer() {
    return peer;
  }

  Runnable goOn() {
    return goOn;
  }

  @Nullable Throttle of(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  void set(Direction direction, Throttle made) {
    if (direction == Direction.UP) {
      up = made;
    } else {
      down = made;
    }
  }
}
