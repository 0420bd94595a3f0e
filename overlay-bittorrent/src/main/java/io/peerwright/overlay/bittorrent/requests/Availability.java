package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the peers of a torrent say that they have, and whether we want any of it. Before it is known
 * what there is, what they say is kept as it came.
 */
public final class Availability {

  /** No torrent that can be described has more pieces. */
  private static final int MOST_PIECES = Info.MAX_BYTES / InfoHash.BYTES;

  private static final int MAX_TURNABOUTS = 6;

  private final RequestSwarm swarm;
  private @Nullable PieceTable known;

  /** Of one torrent, of which nothing is known yet. */
  public Availability(RequestSwarm swarm) {
    this.swarm = swarm;
  }

  /** What the torrent is made of, and what of it is here; null while that is not known. */
  public void setPieces(@Nullable PieceTable pieces) {
    known = pieces;
  }

  /** A peer tells what it has. Single pieces may have been told before. */
  public void onBitfield(RequestPeer peer, ByteBuffer bits) throws WireException {
    RequestState state = peer.requests();
    PieceTable table = known;
    if (table == null) {
      byte[] early = new byte[bits.remaining()];
      bits.get(early);
      state.earlyBitfield = early;
      return;
    }
    BitSet told = read(bits, table.info().pieces());
    if (state.counted) {
      state.pieces.add(told, piece -> count(state, table, piece));
      state.exhaustedAt = -1;
      updateInterest(peer);
      peer.wantsWork();
      peer.partIfUseless();
    } else {
      state.pieces.add(told, piece -> {});
      meet(peer);
    }
  }

  private static BitSet read(ByteBuffer bits, int count) throws WireException {
    if (bits.remaining() != (count + 7) / 8) {
      throw new WireException(
          "sends a bitfield of " + bits.remaining() + " bytes for " + count + " pieces");
    }
    BitSet told = new BitSet(count);
    for (int i = 0; bits.hasRemaining(); i += 8) {
      int eight = bits.get();
      for (int j = 0; eight != 0 && j < 8; j++) {
        if ((eight & 0x80 >> j) != 0) {
          told.set(i + j);
        }
      }
    }
    if (told.length() > count) {
      throw new WireException("says that it has pieces beyond the " + count + " that there are");
    }
    return told;
  }

  /** A peer has everything, or nothing more than it told before. */
  public void onHaveAll(RequestPeer peer, boolean all) throws WireException {
    RequestState state = peer.requests();
    if (!all || state.pieces.isAll()) {
      return;
    }
    turnabout(state);
    PieceTable table = known;
    if (table != null && state.counted) {
      table.picker().remove(state.pieces);
      state.counted = false;
    }
    state.pieces.addAll();
    if (table != null) {
      meet(peer);
    }
  }

  /** That a peer has everything, or not any more, costs as much as there are pieces. */
  private static void turnabout(RequestState state) throws WireException {
    if (++state.turnabouts > MAX_TURNABOUTS) {
      throw new WireException("says again and again that it has everything");
    }
  }

  /** Counts what a peer has, once it is known what there is. */
  public void meet(RequestPeer peer) throws WireException {
    PieceTable table = known;
    if (table == null) {
      return;
    }
    RequestState state = peer.requests();
    int count = table.info().pieces();
    byte[] early = state.earlyBitfield;
    if (early != null) {
      state.earlyBitfield = null;
      state.pieces.add(read(ByteBuffer.wrap(early), count), piece -> {});
    }
    if (!state.pieces.settle(count)) {
      throw new WireException("says that it has pieces beyond the " + count + " that there are");
    }
    table.picker().add(state.pieces);
    state.counted = true;
    state.exhaustedAt = -1;
    state.interesting = table.countMissing(state.pieces);
    updateInterest(peer);
    peer.wantsWork();
    peer.partIfUseless();
  }

  /** A peer has a piece. */
  public void onHave(RequestPeer peer, int piece) throws WireException {
    RequestState state = peer.requests();
    PieceTable table = known;
    int count = table == null ? MOST_PIECES : table.info().pieces();
    if (piece < 0 || piece >= count) {
      throw new WireException("says that it has piece " + piece + ", which there is not");
    }
    if (table == null) {
      state.pieces.addEarly(piece);
    } else if (state.pieces.add(piece)) {
      count(state, table, piece);
      if (table.isMissing(piece)) {
        state.exhaustedAt = -1;
        updateInterest(peer);
        peer.wantsWork();
      }
      peer.partIfUseless();
    }
  }

  private static void count(RequestState state, PieceTable table, int piece) {
    state.counted = true;
    table.picker().addOne(piece);
    state.interesting += table.isMissing(piece) ? 1 : 0;
  }

  /** A piece that a peer had is gone (BEP 54). */
  public void onDontHave(RequestPeer peer, int piece) throws WireException {
    PieceTable table = known;
    if (table == null || piece < 0 || piece >= table.info().pieces()) {
      throw new WireException("says that it lost piece " + piece + ", which there is not");
    }
    RequestState state = peer.requests();
    PiecePicker picker = table.picker();
    if (state.pieces.isAll()) {
      turnabout(state);
      picker.remove(state.pieces);
      state.pieces.remove(piece, table.info().pieces());
      picker.add(state.pieces);
    } else if (state.pieces.remove(piece, table.info().pieces())) {
      picker.removeOne(piece);
    } else {
      return;
    }
    if (table.isMissing(piece)) {
      state.interesting--;
      updateInterest(peer);
    }
  }

  /** A piece is here and good, which a peer may have been interesting for. */
  public void onPiece(RequestPeer peer, int piece) {
    RequestState state = peer.requests();
    if (known != null && known.isWanted(piece) && state.pieces.has(piece)) {
      state.interesting--;
      updateInterest(peer);
    }
  }

  /** Something else is wanted from now on. */
  public void onWanted(RequestPeer peer) {
    RequestState state = peer.requests();
    if (known != null) {
      state.interesting = known.countMissing(state.pieces);
      state.current = null;
      state.exhaustedAt = -1;
      updateInterest(peer);
    }
  }

  /** A peer has gone. */
  public void onGone(RequestPeer peer) {
    if (known != null && peer.requests().counted) {
      known.picker().remove(peer.requests().pieces);
    }
  }

  /** Tells a peer whether we want something that it has, if that has changed. */
  public void updateInterest(RequestPeer peer) {
    RequestState state = peer.requests();
    boolean want = state.interesting > 0 && swarm.isLeeching();
    if (state.weAreInterested != want) {
      state.weAreInterested = want;
      peer.send().interested(want);
      peer.wantsWork();
    }
  }

  /** True if a peer has everything. */
  public static boolean hasAll(RequestPeer peer, Info info) {
    return peer.requests().pieces.count(info.pieces()) == info.pieces();
  }
}
