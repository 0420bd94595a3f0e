package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Peers that have connected to us and have not said yet which torrent they want. */
public final class PendingPeers implements TimerTarget {

  private static final int MOST = 200;
  private static final int MOST_PER_ADDRESS = 20;

  private final LinkSession<PeerLink> session;
  private final TurnLoop turns;
  private final long handshakeNanos;
  private final List<PeerLink> pending = new ArrayList<>();
  private final ConnectionLimits places = new ConnectionLimits(MOST, MOST_PER_ADDRESS, 0);
  private long sweep;

  /**
   * None yet.
   *
   * @param handshakeNanos how long one may take to say what it wants
   */
  public PendingPeers(LinkSession<PeerLink> session, long handshakeNanos) {
    this.session = session;
    this.turns = session.turns();
    this.handshakeNanos = handshakeNanos;
  }

  /** Takes a connection, which is written and listened to; null if there is no place for it. */
  public @Nullable PeerLink accept(Link link) {
    // Who has kept us waiting longest makes room for a newcomer.
    ConnectionLimits.Place place = places.admit(link, turns.now());
    if (place == null) {
      return null;
    }
    PeerLink peer = new PeerLink(session, link);
    peer.state.place = place;
    pending.add(peer);
    if (sweep == 0) {
      sweep = turns.loop().schedule(handshakeNanos, this, 0, 0);
    }
    return peer;
  }

  /** A peer has said which torrent it wants, or has gone. */
  public void forget(PeerLink peer) {
    pending.remove(peer);
    ConnectionLimits.Place place = peer.state.place;
    if (place != null) {
      place.release();
      peer.state.place = null;
    }
    PeerFailures.Kind failure = peer.state.failure;
    if (failure != null) {
      session.counters().failed(failure);
    }
  }

  /** Leaves them all. */
  public void close() {
    turns.loop().cancel(sweep);
    List.copyOf(pending).forEach(peer -> peer.drop(Reason.SHUTDOWN, "leaving"));
  }

  /** Who has not said for long which torrent it wants is in the way of others. */
  @Override
  public void onTimer(int code, long argument) {
    sweep = 0;
    for (PeerLink peer : List.copyOf(pending)) {
      if (turns.now() - peer.state.connectedAt >= handshakeNanos) {
        peer.drop(Reason.TIMEOUT, "does not introduce itself");
      }
    }
    if (!pending.isEmpty()) {
      sweep = turns.loop().schedule(handshakeNanos / 2, this, 0, 0);
    }
    turns.endTurn();
  }
}
