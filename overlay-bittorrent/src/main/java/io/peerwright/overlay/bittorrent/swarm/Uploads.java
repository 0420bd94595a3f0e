package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.wire.Outbox;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves the blocks that peers ask for. Several are read at a time into one run, which is written
 * as it lies; while one run is being written the next one is read. How long a run is follows from
 * how fast the peer takes it, so that little has to be thrown away when it is choked.
 */
final class Uploads {

  /** How many requests a peer may let wait here; what it is told (BEP 10). */
  static final int QUEUE = 1000;

  private static final int MAX_QUEUE = 2 * QUEUE;
  private static final int MAX_RUN = 16;

  /** The longest run. */
  static final int RUN_BYTES = MAX_RUN * (Outbox.BLOCK_HEAD_BYTES + PartialPiece.BLOCK);

  private static final long FAST_NANOS = 50_000_000L;
  private static final long SLOW_NANOS = 500_000_000L;

  private final SwarmSession session;
  private final Torrent torrent;
  private final PieceTable pieces;
  private final PieceStorage storage;
  private final UnreadablePieces unreadable;

  Uploads(SwarmSession session, Torrent torrent, PieceTable pieces, PieceStorage storage) {
    this.session = session;
    this.torrent = torrent;
    this.pieces = pieces;
    this.storage = storage;
    this.unreadable = new UnreadablePieces(session, torrent, pieces, storage);
  }

  /** Pieces that were here and cannot be read for now. */
  UnreadablePieces unreadable() {
    return unreadable;
  }

  /** A peer asks for a block. */
  void onRequest(PeerLink peer, int piece, int begin, int length) throws WireException {
    if (piece < 0 || piece >= pieces.info().pieces()) {
      throw new WireException("asks for piece " + piece + ", which there is not");
    }
    if (begin < 0
        || length < 1
        || length > PartialPiece.BLOCK
        || begin > pieces.info().pieceLength(piece) - length) {
      throw new WireException(
          "asks for " + length + " bytes at " + begin + " of piece " + piece + ", out of bounds");
    }
    PeerState state = peer.state;
    if (state.choked && !isGranted(state, piece)
        || !pieces.has(piece)
        || state.uploadQueue.size() >= QUEUE) {
      if (peer.isFast()) {
        peer.send().reject(piece, begin, length);
      } else if (state.uploadQueue.size() >= MAX_QUEUE) {
        throw new WireException("asks for more than " + MAX_QUEUE + " blocks at a time");
      } else if (!state.choked && pieces.has(piece)) {
        state.uploadQueue.addLast(new PeerState.Wish(piece, begin, length));
      }
      return;
    }
    state.uploadQueue.addLast(new PeerState.Wish(piece, begin, length));
    serve(peer);
  }

  /** Only who has next to nothing gets pieces without a slot; others have something to give. */
  private boolean isGranted(PeerState state, int piece) {
    return state.grantedFast != null
        && state.grantedFast.contains(piece)
        && state.peerPieces.count(pieces.info().pieces()) < InitialMessages.ALLOWED_FAST;
  }

  void onCancel(PeerLink peer, int piece, int begin, int length) {
    PeerState.Wish wish = new PeerState.Wish(piece, begin, length);
    if (peer.state.uploadQueue.removeFirstOccurrence(wish) && peer.isFast()) {
      peer.send().reject(piece, begin, length);
    }
  }

  /** A peer is choked from now on: what it asked for is dropped, and it is told if it can be. */
  void onChoked(PeerLink peer) {
    PeerState state = peer.state;
    Set<Integer> granted = state.grantedFast;
    for (Iterator<PeerState.Wish> all = state.uploadQueue.iterator(); all.hasNext(); ) {
      PeerState.Wish wish = all.next();
      if (!peer.isFast()) {
        all.remove();
      } else if (granted == null || !granted.contains(wish.piece())) {
        all.remove();
        peer.send().reject(wish.piece(), wish.begin(), wish.length());
      }
    }
  }

  /** Reads what a peer waits for, if the link has room for more. */
  void serve(PeerLink peer) {
    PeerState state = peer.state;
    if (peer.isOver() || state.reading > 0 || state.uploadQueue.isEmpty()) {
      return;
    }
    int waiting = peer.outbox().waitingRuns();
    if (waiting > 1 || !session.mayServe(state, torrent.isSeeding())) {
      return;
    }
    adapt(state, waiting);
    int most = state.runLength * PartialPiece.BLOCK;
    int allowed = session.rates().allow(Direction.UP, peer.throttles(), most);
    if (allowed == 0) {
      return;
    }
    List<PeerState.Wish> run = new ArrayList<>(Math.min(state.runLength, state.uploadQueue.size()));
    int bytes = 0;
    while (run.size() < state.runLength && !state.uploadQueue.isEmpty() && allowed > 0) {
      PeerState.Wish wish = state.uploadQueue.removeFirst();
      if (!pieces.has(wish.piece())) {
        reject(peer, wish);
        continue;
      }
      allowed -= wish.length();
      run.add(wish);
      bytes += Outbox.BLOCK_HEAD_BYTES + wish.length();
    }
    if (run.isEmpty()) {
      return;
    }
    int content = bytes - run.size() * Outbox.BLOCK_HEAD_BYTES;
    session.rates().took(Direction.UP, peer.throttles(), content);
    read(peer, run, bytes);
  }

  /** A run that is taken at once may be longer, one that takes long should be shorter. */
  private void adapt(PeerState state, int waiting) {
    long now = session.now();
    long took = now - state.runSince;
    if (waiting == 0 && took < FAST_NANOS) {
      state.runLength = Math.min(MAX_RUN, 2 * state.runLength);
    } else if (took > SLOW_NANOS) {
      state.runLength = Math.max(1, state.runLength / 2);
    }
    state.runSince = now;
  }

  private void read(PeerLink peer, List<PeerState.Wish> run, int bytes) {
    PeerState state = peer.state;
    ByteBuffer buffer = session.runBuffer(bytes);
    state.reading++;
    session
        .host()
        .loop()
        .<ByteBuffer>offload(
            () -> fill(buffer, run),
            bytes / 4,
            (filled, thrown) -> {
              state.reading--;
              if (peer.isOver()) {
                // The files may have been let go of while it was read.
                session.runs().giveBack(buffer);
              } else if (filled == null) {
                session.runs().giveBack(buffer);
                onUnreadable(peer, run, thrown);
              } else {
                int sent = bytes - run.size() * Outbox.BLOCK_HEAD_BYTES;
                state.sent += sent;
                state.busyAt = session.now();
                torrent.announces().sent(sent);
                peer.send().blocks(filled);
                serve(peer);
              }
              session.endTurn();
            });
  }

  /** Who asked learns that it will not come, and asks for the other pieces again. */
  private void onUnreadable(PeerLink peer, List<PeerState.Wish> run, @Nullable Throwable thrown) {
    if (torrent.phase() != Phase.ACTIVE || !(thrown instanceof UnreadablePieceException broken)) {
      torrent.onStorageFailed("read", thrown);
      return;
    }
    unreadable.lost(broken.piece, broken.why);
    for (int i = run.size() - 1; i >= 0; i--) {
      PeerState.Wish wish = run.get(i);
      if (pieces.has(wish.piece())) {
        peer.state.uploadQueue.addFirst(wish);
      } else {
        reject(peer, wish);
      }
    }
    serve(peer);
  }

  private static void reject(PeerLink peer, PeerState.Wish wish) {
    if (peer.isFast()) {
      peer.send().reject(wish.piece(), wish.begin(), wish.length());
    }
  }

  /** A piece that cannot be read. */
  private static final class UnreadablePieceException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int piece;
    private final IOException why;

    UnreadablePieceException(int piece, IOException why) {
      super(why);
      this.piece = piece;
      this.why = why;
    }
  }

  /** After it was read, as a file may be changed while it is. */
  private void vouch(List<PeerState.Wish> run) throws IOException {
    int last = -1;
    for (PeerState.Wish wish : run) {
      if (wish.piece() != last) {
        last = wish.piece();
        try {
          storage.vouch(last);
        } catch (IOException e) {
          throw new UnreadablePieceException(last, e);
        }
      }
    }
  }

  private ByteBuffer fill(ByteBuffer buffer, List<PeerState.Wish> run) throws IOException {
    for (PeerState.Wish wish : run) {
      Outbox.blockHead(buffer, wish.piece(), wish.begin(), wish.length());
      int end = buffer.position() + wish.length();
      ByteBuffer block = buffer.slice(buffer.position(), wish.length());
      try {
        if (!storage.read(pieces.info().offset(wish.piece()) + wish.begin(), block)) {
          throw new IOException("piece " + wish.piece() + " is not on the disk any more");
        }
      } catch (IOException e) {
        throw new UnreadablePieceException(wish.piece(), e);
      }
      buffer.position(end);
    }
    vouch(run);
    return buffer.flip();
  }
}
