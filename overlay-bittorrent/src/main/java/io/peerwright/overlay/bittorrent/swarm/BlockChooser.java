package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which block a peer is asked for next: of pieces that are begun first, then of a piece that the
 * selector says, and when nothing is left that nobody was asked for, one that others are slow to
 * send.
 */
final class BlockChooser {

  /** Blocks that a peer is asked for although others have been: few, they may come twice. */
  static final int MAX_REPEATED = 4;

  private static final int MAX_ASKED_FOR_ONE_BLOCK = 3;

  /** A block of a piece that is under way. */
  record Choice(PartialPiece assembly, int block) {}

  private final SwarmSession session;
  private final Torrent torrent;
  private final PieceTable pieces;
  private final PieceVerifier verifier;
  private final PieceSelector selector;
  private final RandomGenerator random;

  BlockChooser(SwarmSession session, Torrent torrent, PieceTable pieces, PieceVerifier verifier) {
    this.session = session;
    this.torrent = torrent;
    this.pieces = pieces;
    this.verifier = verifier;
    this.selector = session.selector();
    this.random = session.host().loop().random("pieces");
  }

  /**
   * The next block for a peer, which is taken from what is free; null if there is none.
   *
   * @param withTheLast true if a piece may be begun with the last of the memory; what is begun
   *     should come first, else many pieces wait for their last blocks and none is whole
   */
  @Nullable Choice next(PeerLink peer, boolean withTheLast) {
    PartialPiece assembly = peer.state.current;
    int block = -1;
    if (assembly != null && assembly.hasFree() && pieces.begun(assembly.piece()) == assembly) {
      block = assembly.nextFree(peer, session.buffers());
    }
    if (block < 0) {
      assembly = choose(peer, withTheLast);
      peer.state.current = assembly;
      block = assembly == null ? -1 : assembly.nextFree(peer, session.buffers());
    }
    if (assembly != null && block >= 0) {
      assembly.take(block, peer, session.buffers());
      return new Choice(assembly, block);
    }
    // The rest of what is begun has to wait for memory.
    peer.state.lacksMemory |= pieces.hasFreeBlocks() && session.buffers().isRefused();
    return mayRepeat(peer) && peer.state.asked.size() < MAX_REPEATED ? repeated(peer) : null;
  }

  /**
   * Blocks are asked for twice in the end only, or where somebody waits for them: as long as there
   * are pieces to begin, a peer that has none of them is better left to others.
   */
  private boolean mayRepeat(PeerLink peer) {
    return pieces.isEverythingBegun() && !peer.state.lacksMemory || pieces.isWaitedFor();
  }

  /** A piece with blocks that nobody was asked for, begun now if need be. */
  private @Nullable PartialPiece choose(PeerLink peer, boolean withTheLast) {
    PartialPiece begun = null;
    for (PartialPiece each : pieces.hasFreeBlocks() ? pieces.begun() : List.<PartialPiece>of()) {
      if (each.hasFree()
          && each.mayComeFrom(peer)
          && mayAsk(peer, each.piece())
          && (begun == null || pieces.priority(each.piece()) > pieces.priority(begun.piece()))
          && each.nextFree(peer, session.buffers()) >= 0) {
        begun = each;
        if (!pieces.hasPriorities()) {
          break;
        }
      }
    }
    if (begun != null && !pieces.hasPriorities()) {
      return begun;
    }
    int piece = pick(peer);
    if (piece < 0 || begun != null && pieces.priority(begun.piece()) >= pieces.priority(piece)) {
      return begun;
    }
    if (verifier.hasRoomFor(piece, peer) && (withTheLast || !verifier.takesTheLast(piece))) {
      return begin(peer, piece);
    }
    peer.state.lacksMemory = true;
    return begun;
  }

  private PartialPiece begin(PeerLink peer, int piece) {
    PartialPiece assembly = pieces.begin(piece);
    if (pieces.wasSpoilt(piece)) {
      assembly.keepTo(peer);
    }
    return assembly;
  }

  /** The piece to begin at a peer; -1 if it has none of those that are left. */
  private int pick(PeerLink peer) {
    PeerState state = peer.state;
    if (state.chokesUs) {
      return pickAllowed(state);
    }
    int awaited = pieces.awaited(state.peerPieces);
    PiecePicker picker = pieces.picker();
    if (awaited >= 0 || state.exhaustedAt == picker.openings()) {
      return awaited;
    }
    int piece = picker.pick(state.peerPieces, pieces.haveCount(), selector, random);
    state.exhaustedAt = piece < 0 ? picker.openings() : -1;
    return piece;
  }

  /** The most wanted of the few pieces that a peer gives although it chokes us. */
  private int pickAllowed(PeerState state) {
    int best = -1;
    for (int piece : state.allowedFast == null ? Set.<Integer>of() : state.allowedFast) {
      if (pieces.picker().isOpen(piece)
          && state.peerPieces.has(piece)
          && (best < 0 || pieces.priority(piece) > pieces.priority(best))) {
        best = piece;
      }
    }
    return best;
  }

  /** True if a peer has a piece and serves us, or allows it all the same. */
  static boolean mayAsk(PeerLink peer, int piece) {
    Set<Integer> allowed = peer.state.allowedFast;
    return peer.state.peerPieces.has(piece)
        && (!peer.state.chokesUs || allowed != null && allowed.contains(piece));
  }

  /**
   * Asks for a block that others were asked for and have not sent: the one that fewest were, or
   * else one that only much slower ones were, however many.
   */
  private @Nullable Choice repeated(PeerLink peer) {
    PartialPiece best = null;
    int bestBlock = -1;
    int fewest = Integer.MAX_VALUE;
    for (PartialPiece each : pieces.begun()) {
      if (!each.mayComeFrom(peer) || !mayAsk(peer, each.piece())) {
        continue;
      }
      for (int block = 0; block < each.blocks() && fewest > 1; block++) {
        if (each.requestsOf(block) < fewest && mayRepeat(each, block, peer)) {
          best = each;
          bestBlock = block;
          fewest = each.requestsOf(block);
        }
      }
    }
    if (best == null) {
      return null;
    }
    best.askedAgain(bestBlock);
    return new Choice(best, bestBlock);
  }

  /** True if a block may be asked for although others are: only so many, but for slow ones. */
  boolean mayRepeat(PartialPiece assembly, int block, PeerLink peer) {
    return !assembly.isReceived(block)
        && assembly.hasMemoryFor(block)
        && peer.state.placeOf(assembly, block) < 0
        && (assembly.requestsOf(block) < MAX_ASKED_FOR_ONE_BLOCK || isSlow(assembly, block, peer));
  }

  /** True if all peers who were asked for a block have lately given us less than half as much. */
  private boolean isSlow(PartialPiece assembly, int block, PeerLink peer) {
    long half = peer.state.receivedLately() / 2;
    if (half == 0) {
      return false;
    }
    for (PeerLink other : torrent.established()) {
      if (other.state.receivedLately() >= half && other.state.placeOf(assembly, block) >= 0) {
        return false;
      }
    }
    return true;
  }
}
