package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Reason;
import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a torrent does with what its peers say.
 *
 * @param <P> the peers
 */
public interface PeerHandler<P> {

  /** The torrent's name. */
  InfoHash hash();

  /** The torrent, as its limits know it. */
  LimitedTorrent limited();

  /** A peer that has connected to us wants the torrent; false if there is no place for it. */
  boolean admit(P peer);

  /** A peer has said who it is; false, and it is gone, if that is us or somebody twice. */
  boolean mayStay(P peer);

  /** A peer has introduced itself. */
  void onEstablished(P peer);

  /** A peer has gone; it may not have introduced itself. */
  void onGone(P peer, Reason reason);

  /** All that a peer has sent so far is read. */
  void onRead(P peer);

  /** At the end of a turn: a peer may be asked for more. */
  void fill(P peer);

  /** A peer may be able to take more. */
  void serve(P peer);

  /** True if a peer has everything, or wants nothing more. */
  boolean isSeed(P peer);

  /** A peer has told of pieces; one that has all is of no use to a seed. */
  void partIfUseless(P peer);

  /** A peer serves us nothing any more, or does again. */
  void onChoke(P peer);

  /** A peer wants something, or nothing any more. */
  void onInterest(P peer);

  /** A peer has a piece. */
  void onHave(P peer, int piece) throws WireException;

  /** A peer tells what it has. */
  void onBitfield(P peer, ByteBuffer bits) throws WireException;

  /** A peer has everything, or nothing. */
  void onHaveAll(P peer, boolean all) throws WireException;

  /** A peer asks for a block. */
  void onRequest(P peer, int piece, int begin, int length) throws WireException;

  /** A peer does not want a block any more. */
  void onCancel(P peer, int piece, int begin, int length);

  /** A peer will not send a block. */
  void onReject(P peer, int piece, int begin) throws WireException;

  /** A peer gives a piece although it chokes us. */
  void onAllowedFast(P peer, int piece) throws WireException;

  /** A block begins to arrive; says where its bytes go, null if it is of no use. */
  @Nullable ByteBuffer onBlock(P peer, int piece, int begin, int length) throws WireException;

  /** A block that was of use is here. */
  void onBlockEnd(P peer, int piece, int begin);

  /** A peer has told of its extensions. */
  void onExtensions(P peer);

  /** A peer sends a message under a number that we have given to an extension. */
  void onExtended(P peer, int id, ByteBuffer payload) throws WireException;
}
