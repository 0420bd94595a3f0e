package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.TimerTarget;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Situation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to what the limiter says. Content may pass when there is anything in all of its buckets;
 * who finds one of them empty is called in turn when there is something again.
 */
final class BandwidthLimiter implements TimerTarget {

  /** Goes on when it may. */
  interface Waiting {

    /** There may be room again for the direction that was waited for. */
    void goOn();
  }

  private static final long SOONEST_NANOS = 5_000_000L;

  private final SwarmSession session;
  private final RateLimiter limiter;
  private @Nullable Throttles all;
  private final Set<Waiting> waiting = new LinkedHashSet<>(0);
  private long timer;
  private long timerAt;

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
   * @param peer null for a web seed
   * @return 0 if nothing may; {@code who} is called when something may
   */
  int allow(
      Direction direction, Torrent torrent, @Nullable PeerLink peer, int wanted, Waiting who) {
    if (!isOn()) {
      return wanted;
    }
    long now = session.now();
    long room = wanted;
    long pause = 0;
    Throttle[] limits = limits(direction, torrent, peer);
    for (Throttle each : limits) {
      room = Math.min(room, each.available(now));
      pause = Math.max(pause, each.nanosUntilAny(now));
    }
    if (room > 0) {
      return (int) room;
    }
    waiting.add(who);
    callAt(now + Math.max(pause, SOONEST_NANOS));
    return 0;
  }

  private void callAt(long time) {
    if (timer == 0 || time - timerAt < 0) {
      session.host().loop().cancel(timer);
      timerAt = time;
      timer = session.host().loop().schedule(time - session.now(), this, 0, 0);
    }
  }

  /** Something passes. */
  void took(Direction direction, Torrent torrent, @Nullable PeerLink peer, int bytes) {
    if (isOn()) {
      long now = session.now();
      for (Throttle each : limits(direction, torrent, peer)) {
        each.take(bytes, now);
      }
    }
  }

  /** Something that was to pass did not. */
  void didNotPass(Direction direction, PeerLink peer, int bytes) {
    if (isOn()) {
      for (Throttle each : limits(direction, peer.torrent(), peer)) {
        each.giveBack(bytes);
      }
    }
  }

  private Throttle[] limits(Direction direction, Torrent torrent, @Nullable PeerLink peer) {
    all = Throttles.known(all);
    Throttle whole = asked(all.of(direction), direction, null, null);
    Throttle torrents = asked(torrent.throttles().of(direction), direction, torrent, null);
    return peer == null
        ? new Throttle[] {whole, torrents}
        : new Throttle[] {
          whole, torrents, asked(peer.state.throttles().of(direction), direction, torrent, peer)
        };
  }

  private Throttle asked(
      Throttle throttle, Direction direction, @Nullable Torrent torrent, @Nullable PeerLink peer) {
    long now = session.now();
    if (throttle.isStale(now)) {
      throttle.set(
          limiter.bytesPerSecond(
              new Situation(
                  direction,
                  torrent == null ? null : torrent.hash(),
                  peer == null ? null : peer.remote(),
                  torrent != null && torrent.isSeeding(),
                  torrent == null ? 0 : torrent.established().size(),
                  session.host().loop().wallMillis())),
          now);
    }
    return throttle;
  }

  /** Who waits has his turn; who gets nothing waits on, before those who come later. */
  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    List<Waiting> turn = List.copyOf(waiting);
    waiting.clear();
    turn.forEach(Waiting::goOn);
    session.endTurn();
  }

  void stop() {
    session.host().loop().cancel(timer);
    waiting.clear();
  }
}
