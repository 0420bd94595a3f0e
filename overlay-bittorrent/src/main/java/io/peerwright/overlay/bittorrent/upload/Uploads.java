package io.peerwright.overlay.bittorrent.upload;

import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.resources.Resources;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.wire.Outbox;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves the blocks that peers ask for. Several are read at a time into one run, which is written
 * as it lies; while one run is being written the next one is read. How long a run is follows from
 * how fast the peer takes it, so that little has to be thrown away when it is choked.
 */
public final class Uploads {

  /** The torrent, as far as it matters to whom it serves. */
  public interface Swarm {

    /** True if it has all that it wants. */
    boolean isSeeding();

    /** True if it exchanges pieces. */
    boolean isActive();

    /** Content goes to a peer. */
    void sent(int bytes);

    /** Reading a piece that was here has failed. */
    void onUnreadable(int piece, IOException why);

    /** The disk does not do its work; null if it is not known why. */
    void onReadFailed(@Nullable Throwable why);
  }

  /** How many requests a peer may let wait here; what it is told (BEP 10). */
  public static final int QUEUE = 1000;

  /** How many pieces a newcomer may have without having given anything (BEP 6). */
  public static final int ALLOWED_FAST = 10;

  private static final int MAX_QUEUE = 2 * QUEUE;
  private static final int MAX_RUN = 16;

  private static final int LONG_RUN = 1 << 16;

  /** The longest run. */
  private static final int RUN_BYTES = MAX_RUN * (Outbox.BLOCK_HEAD_BYTES + PartialPiece.BLOCK);

  private static final long FAST_NANOS = 50_000_000L;
  private static final long SLOW_NANOS = 500_000_000L;

  private final Resources shared;
  private final Buffers runs;
  private final Choker choker;
  private final Swarm torrent;
  private final PieceTable pieces;
  private final PieceStorage storage;

  /**
   * Of one torrent.
   *
   * @param runs memory for what is read
   * @param storage where its pieces lie
   */
  public Uploads(
      Resources shared,
      Buffers runs,
      Choker choker,
      Swarm torrent,
      PieceTable pieces,
      PieceStorage storage) {
    this.shared = shared;
    this.runs = runs;
    this.choker = choker;
    this.torrent = torrent;
    this.pieces = pieces;
    this.storage = storage;
  }

  /** A peer asks for a block. */
  public void onRequest(UploadPeer peer, int piece, int begin, int length) throws WireException {
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
    UploadState state = peer.uploads();
    if (state.choked && !isGranted(peer, piece)
        || !pieces.has(piece)
        || state.queue.size() >= QUEUE) {
      if (peer.isFast()) {
        peer.send().reject(piece, begin, length);
      } else if (state.queue.size() >= MAX_QUEUE) {
        throw new WireException("asks for more than " + MAX_QUEUE + " blocks at a time");
      } else if (!state.choked && pieces.has(piece)) {
        state.queue.addLast(new UploadState.Wish(piece, begin, length));
      }
      return;
    }
    state.queue.addLast(new UploadState.Wish(piece, begin, length));
    serve(peer);
  }

  /** Only who has next to nothing gets pieces without a slot; others have something to give. */
  private boolean isGranted(UploadPeer peer, int piece) {
    Set<Integer> granted = peer.uploads().grantedFast;
    return granted != null
        && granted.contains(piece)
        && peer.pieces().count(pieces.info().pieces()) < ALLOWED_FAST;
  }

  /** A peer does not want a block any more. */
  public void onCancel(UploadPeer peer, int piece, int begin, int length) {
    UploadState.Wish wish = new UploadState.Wish(piece, begin, length);
    if (peer.uploads().queue.removeFirstOccurrence(wish) && peer.isFast()) {
      peer.send().reject(piece, begin, length);
    }
  }

  /** A peer is choked from now on: what it asked for is dropped, and it is told if it can be. */
  public void onChoked(UploadPeer peer) {
    UploadState state = peer.uploads();
    Set<Integer> granted = state.grantedFast;
    for (Iterator<UploadState.Wish> all = state.queue.iterator(); all.hasNext(); ) {
      UploadState.Wish wish = all.next();
      if (!peer.isFast()) {
        all.remove();
      } else if (granted == null || !granted.contains(wish.piece())) {
        all.remove();
        peer.send().reject(wish.piece(), wish.begin(), wish.length());
      }
    }
  }

  /** Reads what a peer waits for, if the link has room for more. */
  public void serve(UploadPeer peer) {
    UploadState state = peer.uploads();
    if (peer.isOver() || state.reading > 0 || state.queue.isEmpty()) {
      return;
    }
    int waiting = peer.waitingRuns();
    if (waiting > 1 || !mayServe(peer)) {
      return;
    }
    adapt(state, waiting);
    int most = state.runLength * PartialPiece.BLOCK;
    int allowed = shared.bandwidth().allow(Direction.UP, peer.throttles(), most);
    if (allowed == 0) {
      return;
    }
    List<UploadState.Wish> run = new ArrayList<>(Math.min(state.runLength, state.queue.size()));
    int bytes = 0;
    while (run.size() < state.runLength && !state.queue.isEmpty() && allowed > 0) {
      UploadState.Wish wish = state.queue.removeFirst();
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
    shared.bandwidth().took(Direction.UP, peer.throttles(), content);
    read(peer, run, bytes);
  }

  private boolean mayServe(UploadPeer peer) {
    return choker.mayServe(peer.uploads().sent - peer.received(), torrent.isSeeding());
  }

  /** A run that is taken at once may be longer, one that takes long should be shorter. */
  private void adapt(UploadState state, int waiting) {
    long now = shared.now();
    long took = now - state.runSince;
    if (waiting == 0 && took < FAST_NANOS) {
      state.runLength = Math.min(MAX_RUN, 2 * state.runLength);
    } else if (took > SLOW_NANOS) {
      state.runLength = Math.max(1, state.runLength / 2);
    }
    state.runSince = now;
  }

  private void read(UploadPeer peer, List<UploadState.Wish> run, int bytes) {
    UploadState state = peer.uploads();
    ByteBuffer buffer = runBuffer(bytes);
    state.reading++;
    shared
        .turns()
        .<ByteBuffer>offload(
            () -> fill(buffer, run),
            bytes / 4,
            (filled, thrown) -> {
              state.reading--;
              if (peer.isOver()) {
                // The files may have been let go of while it was read.
                runs.giveBack(buffer);
              } else if (filled == null) {
                runs.giveBack(buffer);
                onUnreadable(peer, run, thrown);
              } else {
                int sent = bytes - run.size() * Outbox.BLOCK_HEAD_BYTES;
                state.sent += sent;
                state.busyAt = shared.now();
                torrent.sent(sent);
                peer.send().blocks(filled);
                serve(peer);
              }
            });
  }

  private ByteBuffer runBuffer(int bytes) {
    return bytes < LONG_RUN
        ? ByteBuffer.allocate(bytes)
        : Objects.requireNonNull(runs.get(RUN_BYTES)).limit(bytes);
  }

  /** Who asked learns that it will not come, and asks for the other pieces again. */
  private void onUnreadable(
      UploadPeer peer, List<UploadState.Wish> run, @Nullable Throwable thrown) {
    if (!torrent.isActive() || !(thrown instanceof UnreadablePieceException broken)) {
      torrent.onReadFailed(thrown);
      return;
    }
    torrent.onUnreadable(broken.piece, broken.why);
    for (int i = run.size() - 1; i >= 0; i--) {
      UploadState.Wish wish = run.get(i);
      if (pieces.has(wish.piece())) {
        peer.uploads().queue.addFirst(wish);
      } else {
        reject(peer, wish);
      }
    }
    serve(peer);
  }

  private static void reject(UploadPeer peer, UploadState.Wish wish) {
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
  private void vouch(List<UploadState.Wish> run) throws IOException {
    int last = -1;
    for (UploadState.Wish wish : run) {
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

  private ByteBuffer fill(ByteBuffer buffer, List<UploadState.Wish> run) throws IOException {
    for (UploadState.Wish wish : run) {
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
