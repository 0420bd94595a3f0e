package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Reason;
import io.peerwright.kit.limit.ConnectionLimits;
import java.util.function.Consumer;

/** Looks after peers now and then: drops those that are silent or do not read, marks idle ones. */
final class PeerWatch {

  private static final long KEEP_ALIVE_NANOS = 100_000_000_000L;

  private static final long MUTE_NANOS = 60_000_000_000L;

  /** A peer that has not taken any of what we have to say for so long does not read. */
  private static final long DEAF_NANOS = 120_000_000_000L;

  /** A peer that neither gives, takes nor waits for its turn for so long may lose its place. */
  static final long IDLE_NANOS = 60_000_000_000L;

  private final ConnectionSettings settings;
  private final Consumer<PeerLink> onSilent;

  /**
   * Of one torrent.
   *
   * @param onSilent told of peers whose requests others may be quicker with
   */
  PeerWatch(ConnectionSettings settings, Consumer<PeerLink> onSilent) {
    this.settings = settings;
    this.onSilent = onSilent;
  }

  /** Looks after one that has not introduced itself. */
  void lookAfterNewcomer(PeerLink peer, long now) {
    if (now - peer.state.connectedAt > settings.handshakeNanos()) {
      peer.drop(Reason.TIMEOUT, "does not introduce itself");
    }
  }

  /** Looks after one that has. */
  void lookAfter(PeerLink peer, long now) {
    judge(peer, now);
    if (now - peer.state.heardAt > settings.idleNanos()) {
      peer.drop(Reason.TIMEOUT, "has fallen silent");
    } else if (now - peer.state.tookAt > DEAF_NANOS) {
      peer.drop(Reason.TIMEOUT, "does not read");
    } else if (now - peer.state.saidAt > KEEP_ALIVE_NANOS) {
      peer.send().keepAlive();
    }
    if (peer.requests().isSnubbing() || isMute(peer, now)) {
      onSilent.accept(peer);
    }
  }

  /** Notes whether a peer is at work, waits for us, or is idle and may lose its place. */
  private static void judge(PeerLink peer, long now) {
    PeerState state = peer.state;
    boolean waitsForUs = peer.uploads().isInterested() && peer.uploads().isChoked();
    if (waitsForUs || peer.requests().weAreInterested() && peer.requests().chokesUs()) {
      state.busyAt = now;
    }
    long busyAt = latest(state.busyAt, peer.requests().busyAt(), peer.uploads().busyAt());
    boolean idle = now - busyAt >= IDLE_NANOS;
    ConnectionLimits.Place place = peer.state.place;
    if (place != null && idle != state.idle) {
      state.idle = idle;
      if (idle) {
        place.waiting(busyAt);
      } else {
        place.useful(now);
      }
    }
    if (peer.outbox().waitingBytes() == 0) {
      state.tookAt = now;
    }
  }

  private static long latest(long one, long other, long third) {
    long later = one - other > 0 ? one : other;
    return later - third > 0 ? later : third;
  }

  /** True of one that chokes us and neither sends nor rejects what it was asked for (BEP 6). */
  private static boolean isMute(PeerLink peer, long now) {
    return peer.requests().chokesUs() && now - peer.requests().lastBlockAt() > MUTE_NANOS;
  }
}
