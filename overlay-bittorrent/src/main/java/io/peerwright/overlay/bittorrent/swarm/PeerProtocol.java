package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/** What the peers of a torrent tell of themselves, and what follows from it. */
final class PeerProtocol {

  /** No torrent that can be described has more pieces. */
  private static final int MOST_PIECES = Info.MAX_BYTES / InfoHash.BYTES;

  private static final int MAX_TURNABOUTS = 6;

  private final SwarmSession session;
  private final Torrent torrent;

  PeerProtocol(SwarmSession session, Torrent torrent) {
    this.session = session;
    this.torrent = torrent;
  }

  /** The torrent knows from now on what it is made of. */
  void onContent(LoadedTorrent known) {
    for (PeerLink peer : List.copyOf(torrent.established())) {
      try {
        meet(peer, known);
        known.pieces().have().stream().forEach(piece -> peer.send().have(piece));
      } catch (WireException e) {
        session.counters().protocolErrors++;
        peer.drop(Reason.PROTOCOL, e.getMessage());
      }
    }
  }

  /** Something else is wanted from now on. */
  void onWanted(LoadedTorrent known) {
    for (PeerLink peer : List.copyOf(torrent.established())) {
      peer.state.interestingPieces = known.pieces().countMissing(peer.state.peerPieces);
      peer.state.current = null;
      peer.state.exhaustedAt = -1;
      updateInterest(peer);
      if (peer.speaksExtensions()) {
        torrent.extensions().greet(peer);
      }
    }
  }

  /** All that is wanted is here. */
  void onFinished(LoadedTorrent done) {
    for (PeerLink peer : List.copyOf(torrent.established())) {
      done.requests().giveUp(peer);
      updateInterest(peer);
      if (peer.speaksExtensions()) {
        // Says that we want nothing any more (BEP 21), which a bitfield with gaps does not.
        torrent.extensions().greet(peer);
      }
      dropIfUseless(peer);
    }
  }

  /**
   * A piece is here and good. Who has it is told of it, too: a super-seed shows the next piece to
   * who tells that it has got the last one (BEP 16). Only two seeds need nothing of each other.
   */
  void onPiece(int piece) {
    LoadedTorrent content = torrent.content();
    boolean counted = content != null && content.pieces().isWanted(piece);
    boolean done = content != null && content.pieces().isDone();
    for (PeerLink peer : torrent.established()) {
      if (!done || !isSeed(peer)) {
        peer.send().have(piece);
      }
      if (counted && peer.state.peerPieces.has(piece)) {
        peer.state.interestingPieces--;
        updateInterest(peer);
      }
    }
  }

  /** A piece that was on the disk can be read again. */
  void onHealed(int piece) {
    torrent.established().forEach(peer -> peer.send().have(piece));
  }

  /** A peer has introduced itself. */
  void onEstablished(PeerLink peer) {
    LoadedTorrent content = torrent.content();
    InitialMessages.send(torrent, peer);
    if (peer.speaksExtensions()) {
      torrent.extensions().greet(peer);
    }
    if (content != null) {
      peer.limitMessages((content.info().pieces() + 7) / 8);
    }
  }

  /** A peer tells what it has. Single pieces may have been told before. */
  void onBitfield(PeerLink peer, ByteBuffer bits) throws WireException {
    LoadedTorrent content = torrent.content();
    if (content == null) {
      byte[] early = new byte[bits.remaining()];
      bits.get(early);
      peer.state.earlyBitfield = early;
      return;
    }
    BitSet told = read(bits, content.info().pieces());
    if (peer.state.counted) {
      peer.state.peerPieces.add(told, piece -> count(peer, content, piece));
      peer.state.exhaustedAt = -1;
      updateInterest(peer);
      torrent.wantsWork(peer);
      dropIfUseless(peer);
    } else {
      peer.state.peerPieces.add(told, piece -> {});
      meet(peer, content);
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
  void onHaveAll(PeerLink peer, boolean all) throws WireException {
    PeerState state = peer.state;
    if (!all || state.peerPieces.isAll()) {
      return;
    }
    turnabout(peer);
    LoadedTorrent content = torrent.content();
    if (content != null && state.counted) {
      content.pieces().picker().remove(state.peerPieces);
      state.counted = false;
    }
    state.peerPieces.addAll();
    if (content != null) {
      meet(peer, content);
    }
  }

  /** That a peer has everything, or not any more, costs as much as there are pieces. */
  private static void turnabout(PeerLink peer) throws WireException {
    if (++peer.state.turnabouts > MAX_TURNABOUTS) {
      throw new WireException("says again and again that it has everything");
    }
  }

  /** Counts what a peer has, now that it is known what there is. */
  private void meet(PeerLink peer, LoadedTorrent known) throws WireException {
    PeerState state = peer.state;
    int count = known.info().pieces();
    byte[] early = state.earlyBitfield;
    if (early != null) {
      state.earlyBitfield = null;
      state.peerPieces.add(read(ByteBuffer.wrap(early), count), piece -> {});
    }
    if (!state.peerPieces.settle(count)) {
      throw new WireException("says that it has pieces beyond the " + count + " that there are");
    }
    known.pieces().picker().add(state.peerPieces);
    state.counted = true;
    state.exhaustedAt = -1;
    state.interestingPieces = known.pieces().countMissing(state.peerPieces);
    updateInterest(peer);
    torrent.wantsWork(peer);
    dropIfUseless(peer);
  }

  void onHave(PeerLink peer, int piece) throws WireException {
    PeerState state = peer.state;
    LoadedTorrent content = torrent.content();
    int count = content == null ? MOST_PIECES : content.info().pieces();
    if (piece < 0 || piece >= count) {
      throw new WireException("says that it has piece " + piece + ", which there is not");
    }
    if (content == null) {
      state.peerPieces.addEarly(piece);
    } else if (state.peerPieces.add(piece)) {
      count(peer, content, piece);
      if (content.pieces().isMissing(piece)) {
        state.exhaustedAt = -1;
        updateInterest(peer);
        torrent.wantsWork(peer);
      }
      dropIfUseless(peer);
    }
  }

  private static void count(PeerLink peer, LoadedTorrent content, int piece) {
    peer.state.counted = true;
    content.pieces().picker().addOne(piece);
    peer.state.interestingPieces += content.pieces().isMissing(piece) ? 1 : 0;
  }

  /** A piece that a peer had is gone (BEP 54). */
  void onDontHave(PeerLink peer, int piece) throws WireException {
    LoadedTorrent content = torrent.content();
    if (content == null || piece < 0 || piece >= content.info().pieces()) {
      throw new WireException("says that it lost piece " + piece + ", which there is not");
    }
    PeerState state = peer.state;
    PiecePicker picker = content.pieces().picker();
    if (state.peerPieces.isAll()) {
      turnabout(peer);
      picker.remove(state.peerPieces);
      state.peerPieces.remove(piece, content.info().pieces());
      picker.add(state.peerPieces);
    } else if (state.peerPieces.remove(piece, content.info().pieces())) {
      picker.removeOne(piece);
    } else {
      return;
    }
    if (content.pieces().isMissing(piece)) {
      state.interestingPieces--;
      updateInterest(peer);
    }
  }

  void onChoke(PeerLink peer) {
    LoadedTorrent content = torrent.content();
    if (content == null) {
      return;
    }
    if (!peer.state.chokesUs) {
      torrent.wantsWork(peer);
    } else if (!peer.isFast() && content.requests().giveUp(peer)) {
      torrent.allWantWork();
    }
    peer.state.current = null;
  }

  void onInterest() {
    torrent.onSlots();
  }

  /** All that a peer has sent so far is read. */
  void onRead(PeerLink peer) {
    torrent.wantsWork(peer);
  }

  void onGone(PeerLink peer, Reason reason) {
    boolean wasUnchoked = peer.isEstablished() && !peer.state.choked;
    torrent.connections().onGone(peer, reason);
    torrent.extensions().metadata().onGone(peer);
    LoadedTorrent known = torrent.content();
    if (known != null) {
      if (peer.state.counted) {
        known.pieces().picker().remove(peer.state.peerPieces);
      }
      known.requests().onGone(peer);
      if (torrent.isLeeching()) {
        torrent.allWantWork();
      }
    }
    if (wasUnchoked) {
      torrent.onSlots();
    }
  }

  private void updateInterest(PeerLink peer) {
    boolean want = peer.state.interestingPieces > 0 && torrent.isLeeching();
    if (peer.state.weAreInterested != want) {
      peer.state.weAreInterested = want;
      peer.send().interested(want);
      torrent.wantsWork(peer);
    }
  }

  /** Two that want nothing of each other keep others from coming. */
  void dropIfUseless(PeerLink peer) {
    if (torrent.isSeeding() && isSeed(peer)) {
      torrent.connections().partAsSeeds(peer);
    }
  }

  boolean isSeed(PeerLink peer) {
    Info info = torrent.info();
    return info != null
        && (peer.state.peerPieces.count(info.pieces()) == info.pieces()
            || peer.state.extension.uploadOnly());
  }
}
