package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import io.peerwright.overlay.bittorrent.resources.Resources;
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

  private final Resources shared;
  private final RequestSwarm swarm;
  private final PieceTable pieces;
  private final PieceSelector selector;
  private final RandomGenerator random;

  BlockChooser(Resources shared, RequestSwarm swarm, PieceTable pieces, PieceSelector selector) {
    this.shared = shared;
    this.swarm = swarm;
    this.pieces = pieces;
    this.selector = selector;
    this.random = shared.turns().loop().random("pieces");
  }

  /**
   * The next block for a peer, which is taken from what is free; null if there is none.
   *
   * @param withTheLast true if a piece may be begun with the last of the memory; what is begun
   *     should come first, else many pieces wait for their last blocks and none is whole
   */
  @Nullable Choice next(RequestPeer peer, boolean withTheLast) {
    PartialPiece assembly = peer.requests().current;
    int block = -1;
    if (assembly != null && assembly.hasFree() && pieces.begun(assembly.piece()) == assembly) {
      block = assembly.nextFree(peer, shared.pieceMemory());
    }
    if (block < 0) {
      assembly = choose(peer, withTheLast);
      peer.requests().current = assembly;
      block = assembly == null ? -1 : assembly.nextFree(peer, shared.pieceMemory());
    }
    if (assembly != null && block >= 0) {
      assembly.take(block, peer, shared.pieceMemory());
      return new Choice(assembly, block);
    }
    // The rest of what is begun has to wait for memory.
    peer.requests().lacksMemory |= pieces.hasFreeBlocks() && shared.pieceMemory().isRefused();
    return mayRepeat(peer) && peer.requests().asked.size() < MAX_REPEATED ? repeated(peer) : null;
  }

  /**
   * Blocks are asked for twice in the end only, or where somebody waits for them: as long as there
   * are pieces to begin, a peer that has none of them is better left to others.
   */
  private boolean mayRepeat(RequestPeer peer) {
    return pieces.isEverythingBegun() && !peer.requests().lacksMemory || pieces.isWaitedFor();
  }

  /** A piece with blocks that nobody was asked for, begun now if need be. */
  private @Nullable PartialPiece choose(RequestPeer peer, boolean withTheLast) {
    PartialPiece begun = null;
    for (PartialPiece each : pieces.hasFreeBlocks() ? pieces.begun() : List.<PartialPiece>of()) {
      if (each.hasFree()
          && each.mayComeFrom(peer)
          && mayAsk(peer, each.piece())
          && (begun == null || pieces.priority(each.piece()) > pieces.priority(begun.piece()))
          && each.nextFree(peer, shared.pieceMemory()) >= 0) {
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
    if (hasRoomFor(piece, peer, withTheLast)) {
      return begin(peer, piece);
    }
    peer.requests().lacksMemory = true;
    return begun;
  }

  private boolean hasRoomFor(int piece, RequestPeer peer, boolean withTheLast) {
    int bytes = pieces.firstChunkLength(piece);
    return shared.pieceMemory().hasRoomFor(bytes, peer.share())
        && (withTheLast || !shared.pieceMemory().isLast(bytes));
  }

  private PartialPiece begin(RequestPeer peer, int piece) {
    PartialPiece assembly = pieces.begin(piece);
    if (pieces.wasSpoilt(piece)) {
      assembly.keepTo(peer);
    }
    return assembly;
  }

  /** The piece to begin at a peer; -1 if it has none of those that are left. */
  private int pick(RequestPeer peer) {
    RequestState state = peer.requests();
    if (state.chokesUs) {
      return pickAllowed(state);
    }
    int awaited = pieces.awaited(state.pieces);
    PiecePicker picker = pieces.picker();
    if (awaited >= 0 || state.exhaustedAt == picker.openings()) {
      return awaited;
    }
    int piece = picker.pick(state.pieces, pieces.haveCount(), selector, random);
    state.exhaustedAt = piece < 0 ? picker.openings() : -1;
    return piece;
  }

  /** The most wanted of the few pieces that a peer gives although it chokes us. */
  private int pickAllowed(RequestState state) {
    int best = -1;
    for (int piece : state.allowedFast == null ? Set.<Integer>of() : state.allowedFast) {
      if (pieces.picker().isOpen(piece)
          && state.pieces.has(piece)
          && (best < 0 || pieces.priority(piece) > pieces.priority(best))) {
        best = piece;
      }
    }
    return best;
  }

  /** True if a peer has a piece and serves us, or allows it all the same. */
  static boolean mayAsk(RequestPeer peer, int piece) {
    Set<Integer> allowed = peer.requests().allowedFast;
    return peer.requests().pieces.has(piece)
        && (!peer.requests().chokesUs || allowed != null && allowed.contains(piece));
  }

  /**
   * Asks for a block that others were asked for and have not sent: the one that fewest were, or
   * else one that only much slower ones were, however many.
   */
  private @Nullable Choice repeated(RequestPeer peer) {
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
  boolean mayRepeat(PartialPiece assembly, int block, RequestPeer peer) {
    return !assembly.isReceived(block)
        && assembly.hasMemoryFor(block)
        && peer.requests().placeOf(assembly, block) < 0
        && (assembly.requestsOf(block) < MAX_ASKED_FOR_ONE_BLOCK || isSlow(assembly, block, peer));
  }

  /** True if blocks of a piece may be asked for that are late from others. */
  boolean mayOvertake(RequestPeer peer, PartialPiece piece) {
    return (peer.requests().lacksMemory || pieces.isUrgent(piece.piece()) && !piece.hasFree())
        && piece.mayComeFrom(peer)
        && mayAsk(peer, piece.piece());
  }

  /** True if all peers who were asked for a block have lately given us less than half as much. */
  private boolean isSlow(PartialPiece assembly, int block, RequestPeer peer) {
    long half = peer.requests().receivedLately() / 2;
    if (half == 0) {
      return false;
    }
    for (RequestPeer other : swarm.established()) {
      if (other.requests().receivedLately() >= half
          && other.requests().placeOf(assembly, block) >= 0) {
        return false;
      }
    }
    return true;
  }
}
