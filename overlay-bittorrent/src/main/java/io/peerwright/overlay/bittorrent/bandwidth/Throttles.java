package io.peerwright.overlay.bittorrent.bandwidth;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import org.jspecify.annotations.Nullable;

/** The throttles of a peer or a web seed, made when they are used. */
public final class Throttles {

  private final LimitedTorrent torrent;
  private final @Nullable Endpoint peer;
  private final Runnable goOn;
  private @Nullable Throttle up;
  private @Nullable Throttle down;

  /**
   * Throttles.
   *
   * @param peer where it is; null for a web seed
   * @param goOn called in a turn, when there may be room again for what was waited for
   */
  public Throttles(LimitedTorrent torrent, @Nullable Endpoint peer, Runnable goOn) {
    this.torrent = torrent;
    this.peer = peer;
    this.goOn = goOn;
  }

  LimitedTorrent torrent() {
    return torrent;
  }

  @Nullable Endpoint peer() {
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
