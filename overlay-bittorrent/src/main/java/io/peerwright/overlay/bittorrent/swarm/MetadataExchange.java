package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The info dictionary from peers and for peers (BEP 9). What has been fetched is believed only if
 * its hash is the torrent's name; until then one peer's word for the size is as good as another's,
 * so that a liar costs a round and his connection.
 */
final class MetadataExchange {

  private static final int PIECE = 1 << 14;
  private static final int REQUEST = 0;
  private static final int DATA = 1;
  private static final int REJECT = 2;

  /** A peer that asks for more has some other plan. */
  private static final int MAX_SERVED = 3 * Info.MAX_BYTES / PIECE;

  private final Session session;
  private final Torrent torrent;

  // What is being fetched, all of it from one peer.
  private @Nullable PeerLink source;
  private byte[] bytes = new byte[0];
  private final BitSet received = new BitSet();

  MetadataExchange(Session session, Torrent torrent) {
    this.session = session;
    this.torrent = torrent;
  }

  /** A peer may be able to give it. */
  void onHandshake(PeerLink peer) {
    if (torrent.info() == null && source == null) {
      fetchFrom(peer);
    }
  }

  private boolean fetchFrom(PeerLink peer) {
    long size = peer.state.extension.metadataSize();
    if (peer.isOver() || !canGive(peer) || size < 1 || size > Info.MAX_BYTES) {
      return false;
    }
    source = peer;
    bytes = new byte[(int) size];
    received.clear();
    askNext(peer, 0);
    return true;
  }

  private static boolean canGive(PeerLink peer) {
    return peer.speaksExtensions()
        && peer.state.extension.metadata() > 0
        && !peer.state.refusedMetadata;
  }

  private void askNext(PeerLink peer, int from) {
    int piece = received.nextClearBit(from);
    if (piece * (long) PIECE < bytes.length) {
      say(peer, REQUEST, piece);
    }
  }

  private static void say(PeerLink peer, int type, int piece) {
    BWriter dict = new BWriter().dict().key("msg_type").integer(type).key("piece").integer(piece);
    peer.say().extended(peer.state.extension.metadata(), dict.end().toBytes());
  }

  private static void give(PeerLink peer, int piece, ByteBuffer info) {
    BWriter dict = new BWriter().dict().key("msg_type").integer(DATA).key("piece").integer(piece);
    byte[] head = dict.key("total_size").integer(info.limit()).end().toBytes();
    int from = piece * PIECE;
    int count = Math.min(PIECE, info.limit() - from);
    byte[] message = Arrays.copyOf(head, head.length + count);
    info.get(from, message, head.length, count);
    peer.say().extended(peer.state.extension.metadata(), message);
  }

  void onMessage(PeerLink peer, ByteBuffer payload) throws WireException {
    BDict head;
    long type;
    long piece;
    try {
      head = BReader.readFirstDict(payload, BReader.Limits.MESSAGE);
      type = head.integer("msg_type");
      piece = head.integer("piece");
    } catch (BencodeException e) {
      throw new WireException("sends a metadata message: " + e.getMessage());
    }
    if (piece < 0 || piece > Info.MAX_BYTES / PIECE) {
      throw new WireException("speaks of piece " + piece + " of the metadata");
    }
    switch ((int) Math.min(type, REJECT + 1L)) {
      case REQUEST -> onRequest(peer, (int) piece);
      case DATA -> onData(peer, (int) piece, payload);
      case REJECT -> onReject(peer);
      default -> {
        // BEP 9 leaves room for more types.
      }
    }
  }

  private void onRequest(PeerLink peer, int piece) throws WireException {
    if (peer.state.extension.metadata() == 0) {
      throw new WireException("asks for metadata and has given no number to answer with");
    }
    if (++peer.state.metadataServed > MAX_SERVED) {
      throw new WireException("asks for the metadata again and again");
    }
    Info info = torrent.info();
    ByteBuffer encoded = info == null ? null : info.encoded();
    if (encoded == null || piece * (long) PIECE >= encoded.limit()) {
      say(peer, REJECT, piece);
    } else {
      give(peer, piece, encoded);
    }
  }

  private void onData(PeerLink peer, int piece, ByteBuffer data) throws WireException {
    if (peer != source || torrent.info() != null || received.get(piece)) {
      return;
    }
    long from = (long) piece * PIECE;
    if (from >= bytes.length || data.remaining() != Math.min(PIECE, bytes.length - from)) {
      throw new WireException("sends a piece of the metadata with the wrong length");
    }
    data.get(bytes, (int) from, data.remaining());
    received.set(piece);
    if (received.cardinality() * (long) PIECE < bytes.length) {
      askNext(peer, piece + 1);
      return;
    }
    byte[] whole = bytes;
    forget();
    if (!InfoHash.of(ByteBuffer.wrap(whole)).equals(torrent.hash())) {
      torrent.ban(peer.remote(), "sent metadata that is not the torrent's");
      next();
      return;
    }
    try {
      torrent.onFetchedInfo(Info.of(whole));
    } catch (BencodeException e) {
      torrent.fail("the torrent cannot be used: " + e.getMessage());
    }
  }

  private void onReject(PeerLink peer) {
    if (peer == source) {
      peer.state.refusedMetadata = true;
      forget();
      next();
    }
  }

  /** A peer has gone. */
  void onGone(PeerLink peer) {
    if (peer == source) {
      forget();
      next();
    }
  }

  private void forget() {
    source = null;
    bytes = new byte[0];
    received.clear();
  }

  private void next() {
    if (torrent.info() != null) {
      return;
    }
    for (PeerLink peer : torrent.established()) {
      if (fetchFrom(peer)) {
        return;
      }
    }
  }

  /** How far it is, for a person. */
  String progress() {
    return source == null
        ? "looking for a peer that knows the torrent"
        : "got "
            + received.cardinality()
            + " of "
            + (bytes.length + PIECE - 1) / PIECE
            + " parts of the description";
  }

  /** True if a peer keeps us waiting; it is left then. */
  void dropSlow(long now) {
    PeerLink slow = source;
    if (slow != null && now - slow.state.heardAt > session.config().handshakeTimeout().toNanos()) {
      slow.state.refusedMetadata = true;
      forget();
      next();
    }
  }
}
