package io.peerwright.overlay.bittorrent.bandwidth;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.SharedRate;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Situation;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to what the limiter says. Content may pass when there is anything in all of its buckets;
 * who finds one of them empty has a turn when there is something again, as {@link SharedRate} says.
 */
public final class BandwidthLimiter {

  private final TurnLoop turns;
  private final RateLimiter limiter;
  private @Nullable TorrentRates all;

  /** Keeps to a limiter. */
  public BandwidthLimiter(TurnLoop turns, RateLimiter limiter) {
    this.turns = turns;
    this.limiter = limiter;
  }

  /** False if nothing is limited, and so nothing need be counted. */
  public boolean isOn() {
    return limiter != RateLimiter.NONE;
  }

  /**
   * How much may pass now, at most as much as is wanted.
   *
   * @return 0 if nothing may; it has a turn when something may
   */
  public int allow(Direction direction, Throttles who, int wanted) {
    return isOn() ? throttle(direction, who).allow(wanted) : wanted;
  }

  /** Something passes. */
  public void took(Direction direction, Throttles who, int bytes) {
    if (isOn()) {
      throttle(direction, who).took(bytes);
    }
  }

  /** Something that was to pass did not. */
  public void didNotPass(Direction direction, Throttles who, int bytes) {
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
    Endpoint peer = who.peer();
    SharedRate own = peer == null ? null : rate(direction, who.torrent(), peer);
    SharedRate torrents = who.torrent().rates().of(direction);
    Throttle made = new Throttle(turns, who.goOn(), own, torrents, whole.of(direction));
    who.set(direction, made);
    return made;
  }

  /** The limits of a torrent, or of all if it is null. */
  public TorrentRates rates(@Nullable LimitedTorrent torrent) {
    return new TorrentRates(rate(Direction.UP, torrent, null), rate(Direction.DOWN, torrent, null));
  }

  private SharedRate rate(
      Direction direction, @Nullable LimitedTorrent torrent, @Nullable Endpoint peer) {
    return SharedRate.following(
        turns.loop(), () -> limiter.bytesPerSecond(situation(direction, torrent, peer)));
  }

  private Situation situation(
      Direction direction, @Nullable LimitedTorrent torrent, @Nullable Endpoint peer) {
    return new Situation(
        direction,
        torrent == null ? null : torrent.hash(),
        peer,
        torrent != null && torrent.isSeeding(),
        torrent == null ? 0 : torrent.connected(),
        turns.loop().wallMillis());
  }

  /** Nobody waits any more. */
  public void stop() {
    if (all != null) {
      all.stop();
    }
  }
}
