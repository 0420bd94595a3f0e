package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.kit.limit.SharedRate;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Situation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to what the limiter says. Content may pass when there is anything in all of its buckets;
 * who finds one of them empty has a turn when there is something again, as {@link SharedRate} says.
 */
final class BandwidthLimiter {

  private final SwarmSession session;
  private final RateLimiter limiter;
  private @Nullable TorrentRates all;

  BandwidthLimiter(SwarmSession session, RateLimiter limiter) {
    this.session = session;
    this.limiter = limiter;
  }

  /** False if nothing is limited, and so nothing need be counted. */
  boolean isOn() {
    return limiter != RateLimiter.NONE;
  }

  /**
   * How much may pass now, at most as much as is wanted.
   *
   * @return 0 if nothing may; it has a turn when something may
   */
  int allow(Direction direction, Throttles who, int wanted) {
    return isOn() ? throttle(direction, who).allow(wanted) : wanted;
  }

  /** Something passes. */
  void took(Direction direction, Throttles who, int bytes) {
    if (isOn()) {
      throttle(direction, who).took(bytes);
    }
  }

  /** Something that was to pass did not. */
  void didNotPass(Direction direction, Throttles who, int bytes) {
    if (isOn()) {
      throttle(direction, who).didNotPass(bytes);
    }
  }

  private Throttle throttle(Direction direction, Throttles who) {
    Throttle known = who.of(direction);
    if (known != null) {
      return known;
    }
    TorrentRates whole = all;
    if (whole == null) {
      whole = rates(null);
      all = whole;
    }
    PeerLink peer = who.peer();
    SharedRate own = peer == null ? null : rate(direction, peer.torrent(), peer);
    SharedRate torrents = who.torrent().rates().of(direction);
    Throttle made = new Throttle(session, who.goOn(), own, torrents, whole.of(direction));
    who.set(direction, made);
    return made;
  }

  /** The limits of a torrent, or of all if it is null. */
  TorrentRates rates(@Nullable Torrent torrent) {
    return new TorrentRates(rate(Direction.UP, torrent, null), rate(Direction.DOWN, torrent, null));
  }

  private SharedRate rate(Direction direction, @Nullable Torrent torrent, @Nullable PeerLink peer) {
    return SharedRate.following(
        session.host().loop(), () -> limiter.bytesPerSecond(situation(direction, torrent, peer)));
  }

  private Situation situation(
      Direction direction, @Nullable Torrent torrent, @Nullable PeerLink peer) {
    return new Situation(
        direction,
        torrent == null ? null : torrent.hash(),
        peer == null ? null : peer.remote(),
        torrent != null && torrent.isSeeding(),
        torrent == null ? 0 : torrent.established().size(),
        session.host().loop().wallMillis());
  }

  void stop() {
    if (all != null) {
      all.stop();
    }
  }
}
