package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.blocks.ChunkSink;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.resources.Resources;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a torrent asks its peers for. A peer's pipeline is filled again when something comes, never
 * by a timer: pieces that are begun first, then what the selector says, and when nothing is left
 * that nobody was asked for, what others are slow to send.
 *
 * <p>A block that comes costs the same however many pieces and peers there are. A request costs a
 * look at the pieces that are begun, of which there are as many as memory lets, and at the end of a
 * download at all blocks that are under way; see {@link BlockChooser}.
 *
 * <p>Source: B. Cohen, "Incentives Build Robustness in BitTorrent", 2003, section 2.4: pipelining,
 * strict priority and endgame. There the last blocks are asked of everybody; here of who would be
 * quicker ({@link LateBlocks}).
 */
public final class Requests {

  /** What a peer that does not say how many requests it lets wait surely does. */
  private static final int COMMON_QUEUE = 250;

  private static final long OVERTAKING_NANOS = 100_000_000L;

  /** A block that others have brought after so long was asked for at one that is slow. */
  private static final long SLOW_NANOS = 5_000_000_000L;

  /** While there is little memory, nothing is asked of it for so long. */
  private static final long SLOW_FOR_NANOS = 60_000_000_000L;

  private static final int MAX_UNWANTED = 5000;
  private static final int MAX_REJECTED = 1000;

  private final Resources shared;
  private final RequestSwarm swarm;
  private final PieceTable pieces;
  private final ChunkSink chunks;
  private final int mostRequests;
  private final BlockChooser chooser;

  /**
   * Of one torrent.
   *
   * @param chunks where what has come goes
   * @param selector which piece to begin
   * @param mostRequests how many may wait at one peer
   */
  public Requests(
      Resources shared,
      RequestSwarm swarm,
      PieceTable pieces,
      ChunkSink chunks,
      PieceSelector selector,
      int mostRequests) {
    this.shared = shared;
    this.swarm = swarm;
    this.pieces = pieces;
    this.chunks = chunks;
    this.mostRequests = mostRequests;
    this.chooser = new BlockChooser(shared, swarm, pieces, selector);
  }

  // ---- asking

  /** Asks a peer for as much as should wait there. */
  public void fill(RequestPeer peer) {
    RequestState state = peer.requests();
    if (peer.isOver() || !swarm.isLeeching() || !state.weAreInterested) {
      return;
    }
    if (state.chokesUs && state.allowedFast == null) {
      return;
    }
    if (state.slowUntil != 0
        && shared.now() - state.slowUntil < 0
        && shared.pieceMemory().isScarce()) {
      return;
    }
    int most = mostRequests;
    int queue = peer.extension().queue();
    most = Math.min(most, queue > 0 ? queue : COMMON_QUEUE);
    state.pipeline.cap(most);
    int depth = state.pipeline.depth(most);
    if (state.asked.isEmpty()) {
      state.pipeline.start();
      state.lastBlockAt = shared.now();
    }
    state.lacksMemory = false;
    if (pieces.isWaitedFor()) {
      overtake(peer, Math.min(most, state.asked.size() + BlockChooser.MAX_REPEATED));
    }
    ask(peer, depth, false);
    if (state.lacksMemory && state.asked.size() < depth) {
      overtake(peer, depth);
      ask(peer, depth, true);
    }
  }

  /** Asks for one block after another until enough are waiting. */
  private void ask(RequestPeer peer, int enough, boolean withTheLast) {
    while (peer.requests().asked.size() < enough && mayGo(peer)) {
      BlockChooser.Choice choice = chooser.next(peer, withTheLast);
      if (choice == null) {
        return;
      }
      ask(peer, choice.assembly(), choice.block());
    }
  }

  private boolean mayGo(RequestPeer peer) {
    return shared.bandwidth().allow(Direction.DOWN, peer.throttles(), PartialPiece.BLOCK) > 0;
  }

  /**
   * Asks for blocks that would come much later from another peer: those that somebody waits for,
   * and any while there is no memory to begin something else, because they hold it. Not each time
   * that something comes: that takes a look at all that everybody is asked for.
   */
  private void overtake(RequestPeer peer, int enough) {
    long now = shared.now();
    if (now - peer.requests().overtakesAt < 0) {
      return;
    }
    peer.requests().overtakesAt = now + OVERTAKING_NANOS;
    LateBlocks late =
        new LateBlocks(
            peer,
            now,
            pieces.begun(),
            each -> chooser.mayOvertake(peer, each),
            swarm.established());
    for (PartialPiece each : late.pieces()) {
      for (int block = 0; block < each.blocks(); block++) {
        if (each.requestsOf(block) > 0
            && chooser.mayRepeat(each, block, peer)
            && late.isLate(each, block)) {
          if (peer.requests().asked.size() >= enough || !mayGo(peer)) {
            return;
          }
          each.askedAgain(block);
          ask(peer, each, block);
          if (peer.requests().lacksMemory) {
            // What comes of it is a reason to look again.
            peer.requests().overtakesAt = now;
          }
        }
      }
    }
  }

  private void ask(RequestPeer peer, PartialPiece assembly, int block) {
    peer.requests().asked.addLast(new RequestState.Asked(assembly, block, shared.now()));
    peer.requests().kept.onAsked(peer.requests().asked.size());
    shared.bandwidth().took(Direction.DOWN, peer.throttles(), assembly.blockLength(block));
    peer.send().request(assembly.piece(), block * PartialPiece.BLOCK, assembly.blockLength(block));
  }

  // ---- what comes

  /** A block begins to arrive; says where its bytes go, null if it is of no use. */
  public @Nullable ByteBuffer onBlock(RequestPeer peer, int piece, int begin, int length)
      throws WireException {
    shared.counters().received(length);
    swarm.received(length);
    PartialPiece assembly = pieces.begun(piece);
    int block = begin / PartialPiece.BLOCK;
    if (assembly == null
        || begin % PartialPiece.BLOCK != 0
        || begin < 0
        || block >= assembly.blocks()
        || length != assembly.blockLength(block)
        || assembly.isReceived(block)
        || isComingFaster(assembly, block, peer)) {
      forgetAsked(peer, piece, block);
      peer.requests().kept.onLate(piece, block);
      shared.counters().wasted(length);
      if (++peer.requests().unwanted > MAX_UNWANTED) {
        throw new WireException("sends blocks that nobody asked for");
      }
      return null;
    }
    ByteBuffer room = assembly.room(block, peer, shared.pieceMemory());
    if (room == null) {
      forgetAsked(peer, piece, block);
      peer.requests().kept.onLate(piece, block);
      shared.counters().wasted(length);
    } else {
      assembly.begins(block, peer);
    }
    return room;
  }

  /** True if another peer is about to bring a block, and is the faster one. */
  private boolean isComingFaster(PartialPiece assembly, int block, RequestPeer peer) {
    long now = shared.now();
    return assembly.writer(block) instanceof RequestPeer other
        && other != peer
        && other.requests().secondsPerBlock(now) < peer.requests().secondsPerBlock(now);
  }

  /** A block that was of use is here. */
  public void onBlockEnd(RequestPeer peer, int piece, int begin) {
    PartialPiece assembly = pieces.begun(piece);
    int block = begin / PartialPiece.BLOCK;
    if (assembly == null || assembly.isReceived(block)) {
      return;
    }
    RequestState state = peer.requests();
    long before = state.received;
    state.received += assembly.blockLength(block);
    state.kept.onReceived(before, state.received);
    state.lastBlockAt = shared.now();
    state.busyAt = state.lastBlockAt;
    state.snubbing = false;
    state.rejected = 0;
    state.unwanted = Math.max(0, state.unwanted - 1);
    state.pipeline.onBlock(shared.now());
    boolean wasAsked = skipTo(peer, assembly, block);
    if (!wasAsked) {
      state.kept.onLate(piece, block);
    }
    arrived(assembly, block, wasAsked ? 1 : 0, peer.remote());
  }

  /**
   * A block that was asked for has come. Those that were asked for earlier have been passed over;
   * one that has been too often is being kept from us and open to others ({@link KeptBlocks}).
   */
  private boolean skipTo(RequestPeer peer, PartialPiece assembly, int block) {
    RequestState state = peer.requests();
    if (state.removeFirst(assembly, block)) {
      return true;
    }
    List<RequestState.Asked> kept = List.of();
    boolean found = false;
    for (Iterator<RequestState.Asked> all = state.asked.iterator(); all.hasNext() && !found; ) {
      RequestState.Asked asked = all.next();
      found = asked.block() == block && asked.assembly() == assembly;
      if (found) {
        all.remove();
      } else if (state.kept.isKept(++asked.skipped)) {
        all.remove();
        kept = kept.isEmpty() ? new ArrayList<>() : kept;
        kept.add(asked);
      }
    }
    kept.forEach(each -> withheld(peer, each));
    if (state.kept.isTooMany()) {
      peer.drop(Reason.LIMIT, "keeps blocks from us");
    }
    return found;
  }

  private void withheld(RequestPeer peer, RequestState.Asked asked) {
    PartialPiece assembly = asked.assembly();
    int block = asked.block();
    notComing(peer, asked);
    peer.send().cancel(assembly.piece(), block * PartialPiece.BLOCK, assembly.blockLength(block));
    peer.requests().kept.add(assembly.piece(), block);
    if (pieces.picker().availability(assembly.piece()) > 1) {
      assembly.withheld(block, peer);
    }
    swarm.allWantWork();
  }

  /**
   * A block that was of use is here, whoever sent it.
   *
   * @param answered how many of those who were asked for it have sent it
   */
  public void arrived(PartialPiece assembly, int block, int answered, Endpoint source) {
    if (assembly.requestsOf(block) > answered) {
      cancelAtOthers(assembly, block);
    }
    if (assembly.arrived(block, source)) {
      chunks.onChunk(assembly, PartialPiece.chunkOf(block));
    }
  }

  /** Gives up what is not wanted any more, but for pieces that have come whole. */
  public void dropUnwanted() {
    for (PartialPiece each : List.copyOf(pieces.begun())) {
      if (!pieces.isMissing(each.piece()) && !each.isWhole()) {
        for (int block = 0; block < each.blocks(); block++) {
          if (each.requestsOf(block) > 0 && !each.isReceived(block)) {
            cancelAtOthers(each, block);
          }
        }
        chunks.drop(each);
      }
    }
    shared.pieceMemory().freed();
  }

  private void cancelAtOthers(PartialPiece assembly, int block) {
    long now = shared.now();
    for (RequestPeer other : swarm.established()) {
      RequestState.Asked asked = other.requests().remove(assembly, block);
      if (asked != null) {
        if (now - asked.askedAt() > SLOW_NANOS) {
          other.requests().slowUntil = now + SLOW_FOR_NANOS;
        }
        shared
            .bandwidth()
            .didNotPass(Direction.DOWN, other.throttles(), assembly.blockLength(block));
        other
            .send()
            .cancel(assembly.piece(), block * PartialPiece.BLOCK, assembly.blockLength(block));
        other.wantsWork();
      }
    }
  }

  private void forgetAsked(RequestPeer peer, int piece, int block) {
    for (Iterator<RequestState.Asked> all = peer.requests().asked.iterator(); all.hasNext(); ) {
      RequestState.Asked asked = all.next();
      if (asked.block() == block && asked.assembly().piece() == piece) {
        all.remove();
        notComing(peer, asked);
        return;
      }
    }
  }

  // ---- what does not come

  /** The peer will not send a block (BEP 6). */
  public void onReject(RequestPeer peer, int piece, int begin) throws WireException {
    if (piece < 0 || piece >= pieces.info().pieces() || begin < 0) {
      throw new WireException("rejects a block of piece " + piece + ", which there is not");
    }
    int block = begin / PartialPiece.BLOCK;
    forgetAsked(peer, piece, block);
    if (!peer.requests().chokesUs && ++peer.requests().rejected > MAX_REJECTED) {
      throw new WireException("serves us and yet rejects whatever it is asked for");
    }
    if (peer.requests().chokesUs && peer.requests().allowedFast != null) {
      // It allowed what it does not give; asking on would go round in a circle.
      peer.requests().allowedFast.remove(piece);
    }
  }

  public void onAllowedFast(RequestPeer peer, int piece) throws WireException {
    if (piece < 0 || piece >= pieces.info().pieces()) {
      throw new WireException("allows piece " + piece + ", which there is not");
    }
    peer.requests().allow(piece);
  }

  /**
   * A peer chokes us, has gone or is silent: what it was asked for is open to others.
   *
   * @return true if it was asked for anything
   */
  public boolean giveUp(RequestPeer peer) {
    RequestState state = peer.requests();
    boolean any = !state.asked.isEmpty();
    state.current = null;
    while (!state.asked.isEmpty()) {
      RequestState.Asked asked = state.asked.removeFirst();
      notComing(peer, asked);
    }
    return any;
  }

  private void notComing(RequestPeer peer, RequestState.Asked asked) {
    asked.assembly().notComing(asked.block());
    int length = asked.assembly().blockLength(asked.block());
    shared.bandwidth().didNotPass(Direction.DOWN, peer.throttles(), length);
  }

  /** A peer has gone. */
  public void onGone(RequestPeer peer) {
    giveUp(peer);
    for (PartialPiece each : pieces.begun()) {
      each.leftBy(peer);
      for (int block = 0; block < each.blocks(); block++) {
        each.stops(block, peer);
      }
    }
  }

  /** Checks, where assertions are on, that who is asked for what is counted; always true. */
  public boolean checkInvariants() {
    return RequestInvariants.check(pieces, swarm.established());
  }
}
