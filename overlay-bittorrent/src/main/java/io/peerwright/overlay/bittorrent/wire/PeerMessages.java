package io.peerwright.overlay.bittorrent.wire;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has said, as a {@link PeerReader} tells it. Buffers are borrowed for the call. What a
 * method throws ends the reading.
 */
public interface PeerMessages {

  /** The head of the handshake; its sender waits for an answer from here on. */
  void onHandshake(long reserved, InfoHash hash) throws WireException;

  /** The rest of the handshake, 20 bytes; messages follow. */
  void onPeerId(byte[] peerId) throws WireException;

  /** An empty message: the peer is still there. */
  default void onKeepAlive() {}

  /** The peer does not serve us, or does. */
  void onChoke(boolean choked) throws WireException;

  /** The peer would like to be served, or would not. */
  void onInterested(boolean interested) throws WireException;

  /** The peer has got a piece. */
  void onHave(int piece) throws WireException;

  /** What the peer has, a bit for each piece. */
  void onBitfield(ByteBuffer bits) throws WireException;

  /** The peer has everything, or nothing (BEP 6). */
  void onHaveAll(boolean all) throws WireException;

  /** The peer asks for a block. */
  void onRequest(int piece, int begin, int length) throws WireException;

  /** The peer does not need a block any more. */
  void onCancel(int piece, int begin, int length) throws WireException;

  /** The peer will not send a block that we asked for (BEP 6). */
  void onReject(int piece, int begin, int length) throws WireException;

  /** The peer would like us to ask for a piece (BEP 6). */
  void onSuggest(int piece) throws WireException;

  /** We may ask for a piece although choked (BEP 6). */
  void onAllowedFast(int piece) throws WireException;

  /**
   * A block begins to arrive.
   *
   * @return where its bytes go: a buffer with room for {@code length} bytes from its position on;
   *     null throws them away
   */
  @Nullable ByteBuffer onBlock(int piece, int begin, int length) throws WireException;

  /** All bytes of the block that began last have arrived. */
  void onBlockEnd(int piece, int begin, int length) throws WireException;

  /** A message of an extension (BEP 10), up to the limit of {@code payload}. */
  void onExtended(int id, ByteBuffer payload) throws WireException;
}
