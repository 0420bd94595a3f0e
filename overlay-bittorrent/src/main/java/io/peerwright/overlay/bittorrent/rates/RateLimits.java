package io.peerwright.overlay.bittorrent.rates;

import io.peerwright.kit.Bounds;
import io.peerwright.kit.limit.TokenBucket;

/**
 * Fixed limits, in bytes of content per second; 0 is none.
 *
 * @param up to all peers of all torrents
 * @param down from all peers and web seeds of all torrents
 * @param torrentUp to all peers of each torrent
 * @param torrentDown from all peers and web seeds of each torrent
 * @param peerUp to each peer
 * @param peerDown from each peer
 */
public record RateLimits(
    long up, long down, long torrentUp, long torrentDown, long peerUp, long peerDown)
    implements RateLimiter {

  /** Nothing is limited. */
  public static final RateLimits OFF = new RateLimits(0, 0, 0, 0, 0, 0);

  /** Checks the ranges. */
  public RateLimits {
    within("up", up);
    within("down", down);
    within("torrentUp", torrentUp);
    within("torrentDown", torrentDown);
    within("peerUp", peerUp);
    within("peerDown", peerDown);
  }

  private static void within(String name, long value) {
    Bounds.check(name, value, 0, TokenBucket.MAX_BYTES_PER_SECOND);
  }

  @Override
  public long bytesPerSecond(Situation situation) {
    boolean goesUp = situation.direction() == Direction.UP;
    long limit =
        situation.torrent() == null
            ? goesUp ? up : down
            : situation.peer() == null
                ? goesUp ? torrentUp : torrentDown
                : goesUp ? peerUp : peerDown;
    return limit == 0 ? UNLIMITED : limit;
  }
}
