package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.overlay.bittorrent.bandwidth.Throttles;
import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.wire.RemotePeer;

/** A peer that can be asked for blocks. */
public interface RequestPeer extends RemotePeer, PartialPiece.Sender {

  /** What it has and what it is asked for. */
  RequestState requests();

  /** Its limits. */
  Throttles throttles();

  /** It may be asked for more, at the end of the turn. */
  void wantsWork();

  /** It has told of pieces; one that has all is of no use to a seed. */
  void partIfUseless();

  @Override
  default Buffers.Share share() {
    return requests().share;
  }
}
