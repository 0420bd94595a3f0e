package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.util.BitSet;
import java.util.List;

/** What the peers of a torrent tell of themselves, and what follows from it. */
final class Talk {

  /** No torrent that can be described has more pieces. */
  private static final int MOST_PIECES = Info.MAX_BYTES / InfoHash.BYTES;

  private final Session session;
  private final Torrent torrent;

  Talk(Session session, Torrent torrent) {
    this.session = session;
    this.torrent = torrent;
  }

  /** The torrent knows from now on what it is made of. */
  void onContent(Content known) {
    for (PeerLink peer : List.copyOf(torrent.established())) {
      try {
        meet(peer, known);
        known.pieces().have().stream().forEach(piece -> peer.say().have(piece));
      } catch (WireException e) {
        session.counters().protocolErrors++;
        peer.drop(Reason.PROTOCOL, e.getMessage());
      }
    }
  }

  /** Something else is wanted from now on. */
  void onWanted(Content known) {
    for (PeerLink peer : List.copyOf(torrent.established())) {
      peer.state.useful = known.pieces().usefulOf(peer.state.theirs);
      peer.state.current = null;
      updateInterest(peer);
      if (peer.speaksExtensions()) {
        torrent.extensions().greet(peer);
      }
    }
  }

  /** All that is wanted is here. */
  void onFinished(Content done) {
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
    Content content = torrent.content();
    boolean counted = content != null && content.pieces().isWanted(piece);
    boolean done = content != null && content.pieces().isDone();
    for (PeerLink peer : torrent.established()) {
      if (!done || !isSeed(peer)) {
        peer.say().have(piece);
      }
      if (counted && peer.state.theirs.get(piece)) {
        peer.state.useful--;
        updateInterest(peer);
      }
    }
  }

  /** A peer has introduced itself. */
  void onEstablished(PeerLink peer) {
    Content content = torrent.content();
    Greeting.say(torrent, peer);
    if (peer.speaksExtensions()) {
      torrent.extensions().greet(peer);
    }
    if (content != null) {
      peer.limitMessages((content.info().pieces() + 7) / 8);
    }
  }

  void onPieces(PeerLink peer, BitSet theirs, boolean all) throws WireException {
    PeerState state = peer.state;
    Content content = torrent.content();
    if (content != null && state.counted) {
      content.pieces().remove(state.theirs);
      state.counted = false;
    }
    // Single pieces may have been told before.
    theirs.or(state.theirs);
    state.theirs = theirs;
    state.hasAll = all;
    if (content != null) {
      meet(peer, content);
    }
  }

  /** Counts what a peer has, now that it is known what there is. */
  private void meet(PeerLink peer, Content known) throws WireException {
    PeerState state = peer.state;
    int count = known.info().pieces();
    if (state.bitfieldBytes != 0 && state.bitfieldBytes != (count + 7) / 8) {
      state.theirs = new BitSet();
      throw new WireException(
          "sends a bitfield of " + state.bitfieldBytes + " bytes for " + count + " pieces");
    }
    if (state.theirs.length() > count) {
      state.theirs = new BitSet();
      throw new WireException("says that it has pieces beyond the " + count + " that there are");
    }
    if (state.hasAll) {
      state.theirs.set(0, count);
    }
    known.pieces().add(state.theirs);
    state.counted = true;
    state.useful = known.pieces().usefulOf(state.theirs);
    updateInterest(peer);
    dropIfUseless(peer);
  }

  void onHave(PeerLink peer, int piece) throws WireException {
    PeerState state = peer.state;
    Content content = torrent.content();
    int count = content == null ? MOST_PIECES : content.info().pieces();
    if (piece < 0 || piece >= count) {
      throw new WireException("says that it has piece " + piece + ", which there is not");
    }
    if (state.theirs.get(piece)) {
      return;
    }
    state.theirs.set(piece);
    if (content != null) {
      state.counted = true;
      content.pieces().addOne(piece);
      if (content.pieces().isMissing(piece)) {
        state.useful++;
        updateInterest(peer);
        torrent.wantsWork(peer);
      }
      dropIfUseless(peer);
    }
  }

  /** A piece that a peer had is gone (BEP 54). */
  void onDontHave(PeerLink peer, int piece) throws WireException {
    Content content = torrent.content();
    if (content == null || piece < 0 || piece >= content.info().pieces()) {
      throw new WireException("says that it lost piece " + piece + ", which there is not");
    }
    if (peer.state.theirs.get(piece)) {
      peer.state.theirs.clear(piece);
      content.pieces().removeOne(piece);
      if (content.pieces().isMissing(piece)) {
        peer.state.useful--;
        updateInterest(peer);
      }
    }
  }

  void onChoke(PeerLink peer) {
    Content content = torrent.content();
    if (content == null) {
      return;
    }
    if (!peer.state.chokesUs) {
      torrent.wantsWork(peer);
    } else if (!peer.isFast()) {
      content.requests().giveUp(peer);
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
    Content known = torrent.content();
    if (known != null) {
      if (peer.state.counted) {
        known.pieces().remove(peer.state.theirs);
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
    boolean want = peer.state.useful > 0 && torrent.isLeeching();
    if (peer.state.weAreInterested != want) {
      peer.state.weAreInterested = want;
      peer.say().interested(want);
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
        && (peer.state.theirs.cardinality() == info.pieces() || peer.state.extension.uploadOnly());
  }
}
