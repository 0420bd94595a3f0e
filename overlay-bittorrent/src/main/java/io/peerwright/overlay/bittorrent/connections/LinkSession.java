package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.stats.SwarmCounters;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one peer share.
 *
 * @param <P> the peers
 */
public interface LinkSession<P> {

  /** The loop. */
  TurnLoop turns();

  /** Peers that are asked and written to at the end of the turn. */
  PeerTurn pending();

  /** What they have done together. */
  SwarmCounters counters();

  /** How we call ourselves; 20 bytes, not to be changed. */
  byte[] peerId();

  /** Where others can connect to, null while they cannot. */
  @Nullable Endpoint listenAddress();

  /** Takes a run of blocks back that has been written. */
  void giveBack(ByteBuffer run);

  /** The torrent that a peer asks for; null if it is not served. */
  @Nullable PeerHandler<P> handler(InfoHash hash);
}
