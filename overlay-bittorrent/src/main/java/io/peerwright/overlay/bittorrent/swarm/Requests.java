package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a torrent asks its peers for. A peer's pipeline is filled again when something comes, never
 * by a timer: pieces that are begun first, then what the selector says, and when nothing is left
 * that nobody was asked for, what others are slow to send.
 */
final class Requests {

  /** What a peer that does not say how many requests it lets wait surely does. */
  private static final int COMMON_QUEUE = 250;

  private static final long OVERTAKING_NANOS = 100_000_000L;

  /** A block that others have brought after so long was asked for at one that is slow. */
  private static final long SLOW_NANOS = 5_000_000_000L;

  /** While there is little memory, nothing is asked of it for so long. */
  private static final long SLOW_FOR_NANOS = 60_000_000_000L;

  private static final int MAX_UNWANTED = 5000;
  private static final int MAX_REJECTED = 1000;
  private static final int MAX_ALLOWED_FAST = 128;

  private final SwarmSession session;
  private final Torrent torrent;
  private final PieceTable pieces;
  private final PieceVerifier verifier;
  private final BlockChooser chooser;

  Requests(SwarmSession session, Torrent torrent, PieceTable pieces, PieceVerifier verifier) {
    this.session = session;
    this.torrent = torrent;
    this.pieces = pieces;
    this.verifier = verifier;
    this.chooser = new BlockChooser(session, torrent, pieces, verifier);
  }

  // ---- asking

  /** Asks a peer for as much as should wait there. */
  void fill(PeerLink peer) {
    PeerState state = peer.state;
    if (peer.isOver() || !torrent.isLeeching() || !state.weAreInterested) {
      return;
    }
    if (state.chokesUs && state.allowedFast == null) {
      return;
    }
    if (state.slowUntil != 0
        && session.now() - state.slowUntil < 0
        && session.buffers().isScarce()) {
      return;
    }
    int most = session.config().maxRequests();
    int queue = state.extension.queue();
    most = Math.min(most, queue > 0 ? queue : COMMON_QUEUE);
    state.pipeline.cap(most);
    int depth = state.pipeline.depth(most);
    if (state.asked.isEmpty()) {
      state.pipeline.start();
      state.lastBlockAt = session.now();
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
  private void ask(PeerLink peer, int enough, boolean withTheLast) {
    while (peer.state.asked.size() < enough && mayGo(peer)) {
      BlockChooser.Choice choice = chooser.next(peer, withTheLast);
      if (choice == null) {
        return;
      }
      ask(peer, choice.assembly(), choice.block());
    }
  }

  private boolean mayGo(PeerLink peer) {
    return session.rates().allow(Direction.DOWN, peer.throttles(), PartialPiece.BLOCK) > 0;
  }

  /**
   * Asks for blocks that would come much later from another peer: those that somebody waits for,
   * and any while there is no memory to begin something else, because they hold it. Not each time
   * that something comes: that takes a look at all that everybody is asked for.
   */
  private void overtake(PeerLink peer, int enough) {
    long now = session.now();
    if (now - peer.state.overtakesAt < 0) {
      return;
    }
    peer.state.overtakesAt = now + OVERTAKING_NANOS;
    LateBlocks late =
        new LateBlocks(
            peer, now, pieces.begun(), each -> mayOvertake(peer, each), torrent.established());
    for (PartialPiece each : late.pieces()) {
      for (int block = 0; block < each.blocks(); block++) {
        if (each.requestsOf(block) > 0
            && chooser.mayRepeat(each, block, peer)
            && late.isLate(each, block)) {
          if (peer.state.asked.size() >= enough || !mayGo(peer)) {
            return;
          }
          each.askedAgain(block);
          ask(peer, each, block);
          if (peer.state.lacksMemory) {
            // What comes of it is a reason to look again.
            peer.state.overtakesAt = now;
          }
        }
      }
    }
  }

  private boolean mayOvertake(PeerLink peer, PartialPiece piece) {
    return (peer.state.lacksMemory || pieces.isUrgent(piece.piece()) && !piece.hasFree())
        && piece.mayComeFrom(peer)
        && BlockChooser.mayAsk(peer, piece.piece());
  }

  private void ask(PeerLink peer, PartialPiece assembly, int block) {
    peer.state.asked.addLast(new PeerState.Asked(assembly, block, session.now()));
    peer.state.kept.onAsked(peer.state.asked.size());
    session.rates().took(Direction.DOWN, peer.throttles(), assembly.blockLength(block));
    peer.send().request(assembly.piece(), block * PartialPiece.BLOCK, assembly.blockLength(block));
  }

  // ---- what comes

  /** A block begins to arrive; says where its bytes go, null if it is of no use. */
  @Nullable ByteBuffer onBlock(PeerLink peer, int piece, int begin, int length)
      throws WireException {
    session.counters().bytesReceived += length;
    torrent.announces().received(length);
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
      peer.state.kept.onLate(piece, block);
      session.counters().bytesWasted += length;
      if (++peer.state.unwanted > MAX_UNWANTED) {
        throw new WireException("sends blocks that nobody asked for");
      }
      return null;
    }
    ByteBuffer room = assembly.room(block, peer, session.buffers());
    if (room == null) {
      forgetAsked(peer, piece, block);
      peer.state.kept.onLate(piece, block);
      session.counters().bytesWasted += length;
    } else {
      assembly.begins(block, peer);
    }
    return room;
  }

  /** True if another peer is about to bring a block, and is the faster one. */
  private boolean isComingFaster(PartialPiece assembly, int block, PeerLink peer) {
    long now = session.now();
    return assembly.writer(block) instanceof PeerLink other
        && other != peer
        && other.state.secondsPerBlock(now) < peer.state.secondsPerBlock(now);
  }

  /** A block that was of use is here. */
  void onBlockEnd(PeerLink peer, int piece, int begin) {
    PartialPiece assembly = pieces.begun(piece);
    int block = begin / PartialPiece.BLOCK;
    if (assembly == null || assembly.isReceived(block)) {
      return;
    }
    PeerState state = peer.state;
    long before = state.received;
    state.received += assembly.blockLength(block);
    state.kept.onReceived(before, state.received);
    state.lastBlockAt = session.now();
    state.busyAt = state.lastBlockAt;
    state.snubbing = false;
    state.rejected = 0;
    state.unwanted = Math.max(0, state.unwanted - 1);
    state.pipeline.onBlock(session.now());
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
  private boolean skipTo(PeerLink peer, PartialPiece assembly, int block) {
    PeerState state = peer.state;
    if (removeFirst(state, assembly, block)) {
      return true;
    }
    List<PeerState.Asked> kept = List.of();
    boolean found = false;
    for (Iterator<PeerState.Asked> all = state.asked.iterator(); all.hasNext() && !found; ) {
      PeerState.Asked asked = all.next();
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

  private static boolean removeFirst(PeerState state, PartialPiece assembly, int block) {
    PeerState.Asked first = state.asked.peekFirst();
    boolean is = first != null && first.block() == block && first.assembly() == assembly;
    if (is) {
      state.asked.removeFirst();
    }
    return is;
  }

  private void withheld(PeerLink peer, PeerState.Asked asked) {
    PartialPiece assembly = asked.assembly();
    int block = asked.block();
    notComing(peer, asked);
    peer.send().cancel(assembly.piece(), block * PartialPiece.BLOCK, assembly.blockLength(block));
    peer.state.kept.add(assembly.piece(), block);
    if (pieces.picker().availability(assembly.piece()) > 1) {
      assembly.withheld(block, peer);
    }
    torrent.allWantWork();
  }

  /**
   * A block that was of use is here, whoever sent it.
   *
   * @param answered how many of those who were asked for it have sent it
   */
  void arrived(PartialPiece assembly, int block, int answered, Endpoint source) {
    if (assembly.requestsOf(block) > answered) {
      cancelAtOthers(assembly, block);
    }
    if (assembly.arrived(block, source)) {
      verifier.onChunk(assembly, PartialPiece.chunkOf(block));
    }
  }

  /** Gives up what is not wanted any more, but for pieces that have come whole. */
  void dropUnwanted() {
    for (PartialPiece each : List.copyOf(pieces.begun())) {
      if (!pieces.isMissing(each.piece()) && !each.isWhole()) {
        for (int block = 0; block < each.blocks(); block++) {
          if (each.requestsOf(block) > 0 && !each.isReceived(block)) {
            cancelAtOthers(each, block);
          }
        }
        verifier.drop(each);
      }
    }
    session.onMemory();
  }

  private void cancelAtOthers(PartialPiece assembly, int block) {
    long now = session.now();
    for (PeerLink other : torrent.established()) {
      PeerState.Asked asked = removeAsked(other.state, assembly, block);
      if (asked != null) {
        if (now - asked.askedAt() > SLOW_NANOS) {
          other.state.slowUntil = now + SLOW_FOR_NANOS;
        }
        session.rates().didNotPass(Direction.DOWN, other.throttles(), assembly.blockLength(block));
        other
            .send()
            .cancel(assembly.piece(), block * PartialPiece.BLOCK, assembly.blockLength(block));
        torrent.wantsWork(other);
      }
    }
  }

  private static PeerState.@Nullable Asked removeAsked(
      PeerState state, PartialPiece assembly, int block) {
    for (Iterator<PeerState.Asked> all = state.asked.iterator(); all.hasNext(); ) {
      PeerState.Asked asked = all.next();
      if (asked.block() == block && asked.assembly() == assembly) {
        all.remove();
        return asked;
      }
    }
    return null;
  }

  private void forgetAsked(PeerLink peer, int piece, int block) {
    for (Iterator<PeerState.Asked> all = peer.state.asked.iterator(); all.hasNext(); ) {
      PeerState.Asked asked = all.next();
      if (asked.block() == block && asked.assembly().piece() == piece) {
        all.remove();
        notComing(peer, asked);
        return;
      }
    }
  }

  // ---- what does not come

  /** The peer will not send a block (BEP 6). */
  void onReject(PeerLink peer, int piece, int begin) throws WireException {
    if (piece < 0 || piece >= pieces.info().pieces() || begin < 0) {
      throw new WireException("rejects a block of piece " + piece + ", which there is not");
    }
    int block = begin / PartialPiece.BLOCK;
    forgetAsked(peer, piece, block);
    if (!peer.state.chokesUs && ++peer.state.rejected > MAX_REJECTED) {
      throw new WireException("serves us and yet rejects whatever it is asked for");
    }
    if (peer.state.chokesUs && peer.state.allowedFast != null) {
      // It allowed what it does not give; asking on would go round in a circle.
      peer.state.allowedFast.remove(piece);
    }
  }

  void onAllowedFast(PeerLink peer, int piece) throws WireException {
    if (piece < 0 || piece >= pieces.info().pieces()) {
      throw new WireException("allows piece " + piece + ", which there is not");
    }
    Set<Integer> allowed = peer.state.allowedFast;
    if (allowed == null) {
      allowed = new TreeSet<>();
      peer.state.allowedFast = allowed;
    }
    if (allowed.size() < MAX_ALLOWED_FAST) {
      allowed.add(piece);
    }
  }

  /**
   * A peer chokes us, has gone or is silent: what it was asked for is open to others.
   *
   * @return true if it was asked for anything
   */
  boolean giveUp(PeerLink peer) {
    PeerState state = peer.state;
    boolean any = !state.asked.isEmpty();
    state.current = null;
    while (!state.asked.isEmpty()) {
      PeerState.Asked asked = state.asked.removeFirst();
      notComing(peer, asked);
    }
    return any;
  }

  private void notComing(PeerLink peer, PeerState.Asked asked) {
    asked.assembly().notComing(asked.block());
    int length = asked.assembly().blockLength(asked.block());
    session.rates().didNotPass(Direction.DOWN, peer.throttles(), length);
  }

  /** A peer has gone. */
  void onGone(PeerLink peer) {
    giveUp(peer);
    for (PartialPiece each : pieces.begun()) {
      each.leftBy(peer);
      for (int block = 0; block < each.blocks(); block++) {
        each.stops(block, peer);
      }
    }
  }
}
