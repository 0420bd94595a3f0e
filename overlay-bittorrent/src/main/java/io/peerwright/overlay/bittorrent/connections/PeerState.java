package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.overlay.bittorrent.bandwidth.Throttles;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import io.peerwright.overlay.bittorrent.stats.SwarmCounters;
import io.peerwright.overlay.bittorrent.wire.ExtensionHandshake;
import org.jspecify.annotations.Nullable;

/** The life of the connection to a peer. */
final class PeerState {

  final long connectedAt;
  long heardAt;
  long saidAt;
  String droppedWhy = "";

  boolean opened;

  /** It has begun its handshake. */
  boolean introduced;

  /** What went wrong with it, if that is known better than from how its link ends. */
  PeerFailures.@Nullable Kind failure;

  /** Of one that has connected to us and has not said yet which torrent it wants. */
  @Nullable Newcomer newcomer;

  /** Its place among those that may be connected; null while it has none. */
  ConnectionLimits.@Nullable Place place;

  /** When it last waited for its turn, or was found to. */
  long busyAt;

  /** It has a place, and neither gives nor takes: another peer may have the place. */
  boolean idle;

  /** When it last took something of what we have to say, or there was nothing to take. */
  long tookAt;

  /** There are two connections to it, of which this one ends. */
  boolean twice;

  /** It speaks the fast extension (BEP 6). */
  boolean fast;

  /** It speaks extensions (BEP 10). */
  boolean extensions;

  ExtensionHandshake extension = ExtensionHandshake.NONE;
  boolean toldUploadOnly;
  boolean wantsWork;

  /** Its limits; there are none in most peers. */
  @Nullable Throttles throttles;

  PeerState(long now) {
    connectedAt = now;
    heardAt = now;
    saidAt = now;
    busyAt = now;
    tookAt = now;
  }

  /** A peer that had connected to us has said which torrent it wants, or has gone. */
  void endNewcomer(SwarmCounters counters) {
    if (newcomer != null) {
      newcomer.release();
      newcomer = null;
    }
    if (failure != null) {
      counters.failed(failure);
    }
  }
}
