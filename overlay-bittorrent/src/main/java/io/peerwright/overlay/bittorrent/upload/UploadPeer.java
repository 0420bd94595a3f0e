package io.peerwright.overlay.bittorrent.upload;

import io.peerwright.overlay.bittorrent.bandwidth.Throttles;
import io.peerwright.overlay.bittorrent.choking.ChokeCandidate;
import io.peerwright.overlay.bittorrent.pieces.PeerPieces;
import io.peerwright.overlay.bittorrent.wire.RemotePeer;

/** A peer that can be served. */
public interface UploadPeer extends RemotePeer {

  /** What it asks for and what it has been given. */
  UploadState uploads();

  /** Its limits. */
  Throttles throttles();

  /** The pieces that it has. */
  PeerPieces pieces();

  /** How many runs of blocks the connection has not taken yet. */
  int waitingRuns();

  /** Bytes of blocks that it has given us. */
  long received();

  /** How it stands between the two of us now, silence in spite of requests included. */
  ChokeCandidate candidate(long now);

  /** Ends one of the ten seconds that rates are taken over. */
  void shiftRates();
}
